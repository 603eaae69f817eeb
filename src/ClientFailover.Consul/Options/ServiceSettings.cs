using System.Collections.Immutable;

namespace ClientFailover.Consul;

/// <summary>How one service is found: its own options over those of all.</summary>
internal sealed record ServiceSettings
{
    public ServiceSettings(ConsulServiceOptions own, ConsulOptions all)
    {
        Name = own.Name?.Trim() ?? "";
        Query = own.Query.OrNull();
        Tags = own.Tags.Count > 0 ? [.. own.Tags] : [.. all.Tags];
        Filter = own.Filter ?? all.Filter;
        Near = own.Near ?? all.Near;
        Datacenters = [.. own.Datacenters];
        OnlyPassing = own.OnlyPassing ?? all.OnlyPassing;
    }

    /// <summary>Its name in Consul.</summary>
    public string Name { get; private init; }

    /// <summary>The port that calls name; empty for none.</summary>
    public string PortName { get; private init; } = "";

    /// <summary>The prepared query to execute; null for none.</summary>
    public string? Query { get; }

    public ImmutableArray<string> Tags { get; }

    public string? Filter { get; }

    public string? Near { get; }

    /// <summary>The datacenters in place of the cluster's; empty for the cluster's.</summary>
    public ImmutableArray<string> Datacenters { get; }

    public bool OnlyPassing { get; }

    /// <summary>The same for a name that calls use, unless another name in Consul is set.</summary>
    public ServiceSettings For(ServiceName service) => this with { Name = Name.Length > 0 ? Name : service.Name, PortName = service.PortName };

    /// <summary>The datacenters to ask in a cluster; at least one.</summary>
    public ImmutableArray<string> DatacentersOf(ClusterSettings cluster) =>
        Datacenters.Length > 0 ? Datacenters : Query is null ? cluster.Datacenters : [""];
}
