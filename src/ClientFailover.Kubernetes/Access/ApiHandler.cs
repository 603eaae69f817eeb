using System.Net;

namespace ClientFailover.Kubernetes;

/// <summary>Makes the connections to an API server.</summary>
internal static class ApiHandler
{
    public static SocketsHttpHandler Create(ClusterAccess access, KubernetesSettings settings)
    {
        var handler = AccessHandler.Create(settings.AnswerTimeout, access.Roots);

        // Large lists are compressed to a twentieth; what is counted is what comes out.
        handler.AutomaticDecompression = DecompressionMethods.GZip;
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
