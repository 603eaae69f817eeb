namespace ClientFailover.Kubernetes;

/// <summary>What hints are about.</summary>
internal enum TopologyMode
{
    /// <summary>There are none that can be used.</summary>
    None = 0,

    /// <summary>Zones.</summary>
    PreferSameZone = 1,

    /// <summary>Nodes.</summary>
    PreferSameNode = 2,
}
