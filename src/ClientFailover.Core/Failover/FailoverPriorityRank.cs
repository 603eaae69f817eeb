using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>How far an endpoint is by Istio's <c>failoverPriority</c>: by how many of the labels, from the left, are the caller's.</summary>
/// <remarks>
/// With n labels the first mismatch at position j (from 0) gives n - j; a full match gives 0. One exception: when the first label is the network's, plain,
/// and it differs, n is added and the matching goes on, so that endpoints of other networks all come after those of the own one and are still told apart by
/// region and zone. Source: istio/istio loadbalancer.go.
/// </remarks>
public static class FailoverPriorityRank
{
    /// <summary>The rank, 0 is the nearest. Not compacted: ranks that no endpoint has are left out later.</summary>
    public static int Of(Endpoint endpoint, Caller caller, ImmutableArray<FailoverPriorityLabel> labels)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Locality.IsUnknown && caller.Labels.Count == 0)
        {
            return 0; // a caller without labels compares with nothing
        }

        var otherNetwork = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i];
            var wanted = label.Value ?? TopologyLabels.Read(label.Key, caller.Locality, caller.Labels);
            if (string.Equals(wanted, TopologyLabels.Read(label.Key, endpoint.Locality, endpoint.Labels), StringComparison.Ordinal))
            {
                continue;
            }

            if (i > 0 || label is not { Key: FailoverPriorityLabel.NetworkKey, Value: null })
            {
                return otherNetwork + labels.Length - i;
            }

            otherNetwork = labels.Length;
        }

        return otherNetwork;
    }
}
