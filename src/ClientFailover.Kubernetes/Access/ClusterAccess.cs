using System.Security.Cryptography.X509Certificates;

namespace ClientFailover.Kubernetes;

/// <summary>How a cluster is reached. A class and not a record, so that no secret is ever printed with it.</summary>
internal sealed class ClusterAccess(Uri server, AccessToken token, string defaultNamespace) : IDisposable
{
    /// <summary>The API server, with a slash at the end.</summary>
    public Uri Server { get; } = server;

    public AccessToken Token { get; } = token;

    /// <summary>The namespace of names without one.</summary>
    public string Namespace { get; } = defaultNamespace;

    /// <summary>The root certificates the server's must come from; null for the system's.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The certificate the client shows; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The name in the server's certificate, when it is not that of the address.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether it leads to the same namespace of the same cluster. Other roots are another cluster, as far as anyone can tell.</summary>
    public bool IsSamePlace(ClusterAccess other) =>
        Server == other.Server
        && string.Equals(Namespace, other.Namespace, StringComparison.Ordinal)
        && string.Equals(ServerName, other.ServerName, StringComparison.Ordinal)
        && Roots is null == other.Roots is null
        && (Roots ?? []).Select(Raw).SequenceEqual((other.Roots ?? []).Select(Raw), StringComparer.Ordinal);

    /// <summary>Whether it also shows the same credentials; a token in a file is the same while the file is.</summary>
    public bool IsSame(ClusterAccess other) => IsSamePlace(other) && Token.IsSame(other.Token) && string.Equals(Raw(ClientCertificate), Raw(other.ClientCertificate), StringComparison.Ordinal);

    /// <summary>Whether the client certificate is no longer valid at a time.</summary>
    public bool ExpiresBy(DateTimeOffset time) => ClientCertificate is { } certificate && certificate.NotAfter.ToUniversalTime() <= time.UtcDateTime;

    /// <summary>Drops the certificates, once no connection uses them.</summary>
    public void Dispose()
    {
        ClientCertificate?.Dispose();
        foreach (var root in Roots ?? [])
        {
            root.Dispose();
        }
    }

    private static string Raw(X509Certificate2? certificate) => certificate is null ? "" : Convert.ToBase64String(certificate.RawDataMemory.Span);
}
