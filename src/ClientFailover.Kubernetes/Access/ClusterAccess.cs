using System.Security.Cryptography.X509Certificates;

namespace ClientFailover.Kubernetes;

/// <summary>How a cluster is reached. A class and not a record, so that no secret is ever printed with it.</summary>
internal sealed class ClusterAccess(Uri server, BearerToken token, string defaultNamespace)
{
    /// <summary>The API server, with a slash at the end.</summary>
    public Uri Server { get; } = server;

    public BearerToken Token { get; } = token;

    /// <summary>The namespace of names without one.</summary>
    public string Namespace { get; } = defaultNamespace;

    /// <summary>The root certificates the server's must come from; null for the system's.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The certificate the client shows; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The name in the server's certificate, when it is not that of the address.</summary>
    public string? ServerName { get; init; }
}
