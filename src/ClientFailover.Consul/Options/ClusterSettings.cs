using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ClientFailover.Consul;

/// <summary>The validated options of a cluster, copied. A class and not a record, so that no token is ever printed with it.</summary>
internal sealed class ClusterSettings
{
    /// <summary>The label that Kubernetes' and Istio's tools give a cluster's name under; the resolver for Kubernetes does too.</summary>
    public const string ClusterLabel = "topology.istio.io/cluster";

    public ClusterSettings(ConsulAccessOptions options, string name, IReadOnlyList<Uri> agents)
    {
        Name = name;
        Agents = [.. agents];
        Datacenters = options.Datacenters.Count == 0 ? [""] : [.. options.Datacenters];
        Token = Text(options.Token);
        TokenFile = Text(options.TokenFile);
        CaFile = Text(options.CaFile);
        Namespace = Text(options.Namespace);
        Partition = Text(options.Partition);
        Region = Text(options.Region);
        Zone = Text(options.Zone);
        Labels = Named(name, Text(options.Network)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Empty when it is the only one, and nobody gave it a name.</summary>
    public string Name { get; }

    /// <summary>The agents in the order in which they are asked, at least one, each with a slash at the end.</summary>
    public ImmutableArray<Uri> Agents { get; }

    /// <summary>At least one; the empty name is the agent's own datacenter.</summary>
    public ImmutableArray<string> Datacenters { get; }

    public string? Token { get; }

    public string? TokenFile { get; }

    public string? CaFile { get; }

    public string? Namespace { get; }

    public string? Partition { get; }

    public string? Region { get; }

    public string? Zone { get; }

    /// <summary>The labels of all its instances.</summary>
    public FrozenDictionary<string, string> Labels { get; }

    /// <summary>How one of its datacenters is called in messages.</summary>
    public string Title(string datacenter)
    {
        var title = datacenter.Length == 0 ? "the agent's own datacenter" : $"datacenter '{datacenter}'";
        return Name.Length == 0 ? title : $"{title} of cluster '{Name}'";
    }

    private static Dictionary<string, string> Named(string name, string? network)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        if (name.Length > 0)
        {
            labels[ClusterLabel] = name;
        }

        if (network is not null)
        {
            labels[FailoverPriorityLabel.NetworkKey] = network;
        }

        return labels;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
