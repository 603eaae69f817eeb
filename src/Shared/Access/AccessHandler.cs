using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ClientFailover;

/// <summary>Makes the connections to the servers of a registry.</summary>
internal static class AccessHandler
{
    /// <param name="answerTimeout">How long an answer may take, its connection included.</param>
    /// <param name="roots">The root certificates the server's must come from; null for the system's.</param>
    public static SocketsHttpHandler Create(TimeSpan answerTimeout, X509Certificate2Collection? roots) => new()
    {
        // A token must not follow a redirect, nor go through a proxy that is meant for the world outside.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,

        // Half of it, so that "cannot be reached" is told from "does not answer".
        ConnectTimeout = answerTimeout / 2,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // A connection carries some 100 streams, and each watch is one.
        EnableMultipleHttp2Connections = true,

        // Over HTTP/2 a connection outlives the requests that were given up on it. One that leads nowhere any more (a path that drops packets, a machine that
        // slept) would swallow each further one until TCP gives up, after minutes; and nobody would hear of a change while a watch waits on it.
        KeepAlivePingDelay = Ping(answerTimeout),
        KeepAlivePingTimeout = Ping(answerTimeout),

        // No activity of the application's own for each read that is held open.
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = roots is null ? null : TrustOnly(roots) },
    };

    /// <summary>The least that the handler takes is 1 s.</summary>
    private static TimeSpan Ping(TimeSpan answerTimeout) => answerTimeout > TimeSpan.FromSeconds(1) ? answerTimeout : TimeSpan.FromSeconds(1);

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection roots)
    {
        // A private CA publishes no revocations.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
