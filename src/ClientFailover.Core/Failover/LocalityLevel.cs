using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>How far an endpoint is by Istio's locality failover.</summary>
/// <remarks>Source: istio/istio util.go LbPriority, loadbalancer.go applyLocalityFailover.</remarks>
public static class LocalityLevel
{
    /// <summary>How many levels <see cref="Of"/> tells apart; a rank of another kind is multiplied by it to go before.</summary>
    public const int Count = 5;

    /// <summary>0 same sub-zone, 1 same zone, 2 same region, 3 another region; 4 another region than the one a rule prefers for the caller's region.</summary>
    /// <param name="caller">Where the caller runs.</param>
    /// <param name="endpoint">Where the endpoint runs.</param>
    /// <param name="rules">The first whose <see cref="RegionFailoverRule.From"/> is the caller's region counts.</param>
    public static int Of(Locality caller, Locality endpoint, ImmutableArray<RegionFailoverRule> rules)
    {
        if (!caller.SameRegion(endpoint))
        {
            var rule = rules.FirstOrDefault(one => string.Equals(one.From, caller.Region, StringComparison.Ordinal));
            return rule is null || string.Equals(rule.To, endpoint.Region, StringComparison.Ordinal) ? 3 : 4;
        }

        return !caller.SameZone(endpoint) ? 2 : string.Equals(caller.SubZone, endpoint.SubZone, StringComparison.Ordinal) ? 0 : 1;
    }

    /// <summary>0 same region, 1 the region a rule prefers (all others, when there is none), 2 the rest: Istio's zone-aware setting, which leaves zones to the picker.</summary>
    public static int RegionOf(Locality caller, Locality endpoint, ImmutableArray<RegionFailoverRule> rules) => Math.Max(0, Of(caller, endpoint, rules) - 2);
}
