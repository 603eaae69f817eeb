using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ClientFailover.Consul;

/// <summary>The validated options of a cluster, copied. A class and not a record, so that no token is ever printed with it.</summary>
internal sealed class ClusterSettings
{
    public ClusterSettings(ConsulAccessOptions options, string name, IReadOnlyList<Uri> agents)
    {
        Name = name;
        Agents = [.. agents];
        Datacenters = options.Datacenters.Count == 0 ? [""] : [.. options.Datacenters];
        Token = options.Token.OrNull();
        TokenFile = options.TokenFile.OrNull();
        CaFile = options.CaFile.OrNull();
        Namespace = options.Namespace.OrNull();
        Partition = options.Partition.OrNull();
        Region = options.Region.OrNull();
        Zone = options.Zone.OrNull();
        Labels = ClusterLabels.Of(name, options.Network.OrNull());
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
}
