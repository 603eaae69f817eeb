namespace ClientFailover;

/// <summary>What a routing preference compares (ztunnel's scopes).</summary>
public enum RoutingScope
{
    /// <summary>The region.</summary>
    Region = 0,

    /// <summary>The zone.</summary>
    Zone = 1,

    /// <summary>The sub-zone.</summary>
    SubZone = 2,

    /// <summary>The node: the label <c>kubernetes.io/hostname</c>.</summary>
    Node = 3,

    /// <summary>The cluster: the label <c>topology.istio.io/cluster</c>.</summary>
    Cluster = 4,

    /// <summary>The network: the label <c>topology.istio.io/network</c>.</summary>
    Network = 5,
}
