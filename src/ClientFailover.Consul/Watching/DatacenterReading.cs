namespace ClientFailover.Consul;

/// <summary>Something that happened in a watch.</summary>
/// <param name="Datacenter">The place of the datacenter among those that are watched; -1 for <see cref="GraceOver"/>.</param>
/// <param name="Reading">What was read there.</param>
internal readonly record struct DatacenterReading(int Datacenter, ConsulReading<InstanceList> Reading)
{
    /// <summary>The time in which the first list waits for the slower datacenters is over.</summary>
    public static readonly DatacenterReading GraceOver = new(-1, default);
}
