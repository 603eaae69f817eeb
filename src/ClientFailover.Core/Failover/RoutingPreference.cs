using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The ranking of Istio's ambient mode (ztunnel): by how many scopes, from the left, an endpoint shares with the caller.</summary>
public static class RoutingPreference
{
    /// <summary>
    /// The rank, the higher the nearer; null when the endpoint may not be used. It is the length of the shared prefix. When the network stands first and is shared,
    /// one less than the number of scopes is added, so that the own network goes before everything; when it is not shared it is passed over. Source: istio/ztunnel state.rs.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="caller">Where the caller runs.</param>
    /// <param name="scopes">The scopes, most significant first.</param>
    /// <param name="strict">When set, an endpoint that does not share all scopes may not be used (<c>STRICT</c>); else it ranks behind (<c>FAILOVER</c>).</param>
    public static int? Rank(Endpoint endpoint, Caller caller, ImmutableArray<RoutingScope> scopes, bool strict)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(caller);
        var (rank, start) = (0, 0);
        if (scopes is [RoutingScope.Network, ..])
        {
            (rank, start) = (Shares(RoutingScope.Network, endpoint, caller) ? scopes.Length : 0, 1);
        }

        var shared = start;
        while (shared < scopes.Length && Shares(scopes[shared], endpoint, caller))
        {
            shared++;
        }

        var all = shared == scopes.Length && (start == 0 || rank > 0);
        return strict && !all ? null : rank + shared - start;
    }

    private static bool Shares(RoutingScope scope, Endpoint endpoint, Caller caller) => string.Equals(
        Read(scope, endpoint.Locality, endpoint.Labels), Read(scope, caller.Locality, caller.Labels), StringComparison.Ordinal);

    private static string Read(RoutingScope scope, Locality locality, IReadOnlyDictionary<string, string> labels) => scope switch
    {
        RoutingScope.Region => locality.Region,
        RoutingScope.Zone => locality.Zone,
        RoutingScope.SubZone => locality.SubZone,
        RoutingScope.Node => TopologyLabels.Read("kubernetes.io/hostname", locality, labels),
        RoutingScope.Cluster => TopologyLabels.Read("topology.istio.io/cluster", locality, labels),
        _ => TopologyLabels.Read(FailoverPriorityLabel.NetworkKey, locality, labels),
    };
}
