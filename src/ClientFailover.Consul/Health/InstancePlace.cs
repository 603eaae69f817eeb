namespace ClientFailover.Consul;

/// <summary>Where a list of instances comes from.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Datacenter">The datacenter that was asked; empty for the agent's own.</param>
internal sealed record InstancePlace(ClusterSettings Cluster, string Datacenter)
{
    /// <summary>How it is called in messages.</summary>
    public string Title => Cluster.Title(Datacenter);
}
