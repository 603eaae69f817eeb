using System.Runtime.InteropServices;

namespace ClientFailover.Kubernetes;

/// <summary>What a feed is of.</summary>
/// <param name="Cluster">The place of the cluster in the settings.</param>
/// <param name="Namespace">The namespace; null for the cluster's own.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FeedKey(int Cluster, string? Namespace);
