using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClientFailover.Consul;

/// <summary>Makes the connections to the agents of a cluster.</summary>
internal static class ConsulHandler
{
    /// <exception cref="ConsulFileException">The CA file cannot be used.</exception>
    public static HttpMessageHandler Create(ClusterSettings cluster, ConsulSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // A token must not follow a redirect, nor go through a proxy that is meant for the world outside.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            // Half of it, so that "cannot be reached" is told from "does not answer".
            ConnectTimeout = settings.AnswerTimeout / 2,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            EnableMultipleHttp2Connections = true,

            // No activity of the application's own for each read that is held open.
            ActivityHeadersPropagator = null,
        };
        if (cluster.CaFile is { } path)
        {
            handler.SslOptions.CertificateChainPolicy = Trust(path);
        }

        return handler;
    }

    private static X509ChainPolicy Trust(string path)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConsulFileException($"the CA file '{path}' cannot be read ({e.Message}); check CaFile", e);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new ConsulFileException($"the CA file '{path}' holds no certificate; write the CA's certificate into it as PEM");
    }
}
