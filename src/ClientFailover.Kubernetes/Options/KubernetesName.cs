using System.Diagnostics.CodeAnalysis;

namespace ClientFailover.Kubernetes;

/// <summary>A service's name within a cluster.</summary>
/// <param name="Service">Its own name.</param>
/// <param name="Namespace">Its namespace; null for that of the cluster's settings.</param>
internal sealed record KubernetesName(string Service, string? Namespace)
{
    private const int MaxLabel = 63;

    /// <summary>Reads <c>orders</c>, <c>orders.shop</c>, <c>orders.shop.svc</c>, <c>orders.shop.svc.cluster.local</c>; false for anything else.</summary>
    public static bool TryRead(string name, string clusterDomain, [NotNullWhen(true)] out KubernetesName? read)
    {
        var isFull = name.EndsWith(".svc." + clusterDomain, StringComparison.Ordinal);
        var rest = isFull ? name[..^(clusterDomain.Length + 1)] : name;
        var parts = rest.Split('.');
        read = parts switch
        {
            [var service] when !isFull => new(service, null),
            [var service, var space] when !isFull => new(service, space),
            [var service, var space, "svc"] => new(service, space),
            _ => null,
        };
        read = read is not null && IsLabel(read.Service) && (read.Namespace is null || IsLabel(read.Namespace)) ? read : null;
        return read is not null;
    }

    /// <summary>Whether it is a name as Kubernetes allows it: small letters, digits and hyphens within.</summary>
    public static bool IsLabel(string text) =>
        text.Length is > 0 and <= MaxLabel && text[0] != '-' && text[^1] != '-' && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static bool IsDomain(string? text) => text is not null && text.ToLowerInvariant().Trim('.').Split('.').All(IsLabel);
}
