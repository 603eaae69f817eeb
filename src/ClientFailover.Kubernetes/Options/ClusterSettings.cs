using System.Collections.Frozen;

namespace ClientFailover.Kubernetes;

/// <summary>The validated options of a cluster, copied. A class and not a record, so that no token is ever printed with it.</summary>
internal sealed class ClusterSettings
{
    public ClusterSettings(KubernetesClusterOptions options, string? ownRegion)
    {
        Name = options.Name;
        Server = options.Server is { Length: > 0 } server ? new Uri(server.EndsWith('/') ? server : server + "/") : null;
        KubeConfig = options.KubeConfig.OrNull();
        Context = options.Context.OrNull();
        Token = options.Token.OrNull();
        TokenFile = options.TokenFile.OrNull();
        CaFile = options.CaFile.OrNull();
        Namespace = options.Namespace.OrNull();
        Region = options.Region.OrNull() ?? (IsOwn ? ownRegion : null);
        Zone = options.Zone.OrNull();
        Labels = ClusterLabels.Of(options.Name, options.Network);
    }

    public string Name { get; }

    /// <summary>The API server, with a slash at the end; null when it is told elsewhere.</summary>
    public Uri? Server { get; }

    public string? KubeConfig { get; }

    public string? Context { get; }

    public string? Token { get; }

    public string? TokenFile { get; }

    public string? CaFile { get; }

    public string? Namespace { get; }

    public string? Region { get; }

    public string? Zone { get; }

    /// <summary>The labels of all its endpoints.</summary>
    public FrozenDictionary<string, string> Labels { get; }

    /// <summary>Whether it is the cluster that the process runs in.</summary>
    public bool IsOwn => Server is null && KubeConfig is null;

    /// <summary>How it is called in messages.</summary>
    public string Title => Name.Length == 0 ? "the cluster" : $"cluster '{Name}'";
}
