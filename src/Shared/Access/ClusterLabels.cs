using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>The labels that all endpoints of a cluster have.</summary>
internal static class ClusterLabels
{
    /// <summary>The label of the cluster: the one Istio gives to it.</summary>
    public const string ClusterKey = "topology.istio.io/cluster";

    /// <param name="name">The cluster's name; empty for none.</param>
    /// <param name="network">The network that its endpoints are in; null or empty for none.</param>
    public static FrozenDictionary<string, string> Of(string name, string? network)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        if (name.Length > 0)
        {
            labels[ClusterKey] = name;
        }

        if (!string.IsNullOrEmpty(network))
        {
            labels[FailoverPriorityLabel.NetworkKey] = network;
        }

        return labels.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
