using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ClientFailover.Kubernetes;

/// <summary>Makes the connections to an API server.</summary>
internal static class ApiHandler
{
    public static SocketsHttpHandler Create(ClusterAccess access, KubernetesSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // A token must not follow a redirect, nor go through a proxy that is meant for the world outside.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // Large lists are compressed to a twentieth; what is counted is what comes out.
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = settings.AnswerTimeout / 2,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // A connection carries some 100 streams, and each watch is one.
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
        };
        if (access.Roots is { } roots)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
            policy.CustomTrustStore.AddRange(roots);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        if (access.ClientCertificate is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        if (!string.IsNullOrEmpty(access.ServerName))
        {
            handler.SslOptions.TargetHost = access.ServerName;
        }

        return handler;
    }
}
