namespace ClientFailover.Consul;

/// <summary>One of several Consul clusters: datacenters that are joined with each other, and reached by the same agents.</summary>
public sealed class ConsulClusterOptions : ConsulAccessOptions
{
    /// <summary>Its name, in messages, in front of the names of its instances, and as their label <c>topology.istio.io/cluster</c>. Default empty; required when there are several.</summary>
    public string Name { get; set; } = "";
}
