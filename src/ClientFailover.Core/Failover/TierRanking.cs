namespace ClientFailover;

/// <summary>Says which tier each endpoint belongs to.</summary>
public static class TierRanking
{
    /// <summary>How many grades of nearness a level has room for. Labels give one each, or five with region rules.</summary>
    private const int Grades = 2048;

    /// <summary>Ranks endpoints by <see cref="Endpoint.Level"/>, within it by the policy, and equally near ones by <see cref="Endpoint.Priority"/>; numbers the ranks that occur from 0, the nearest, without gaps.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="caller">Where the caller runs.</param>
    /// <param name="policy">By which rules.</param>
    /// <param name="tiers">Takes the tier of each endpoint; -1 for one that may not be used.</param>
    /// <returns>The rank of each tier: unlike its number it stays the same when a nearer tier comes or goes.</returns>
    public static int[] Rank(ReadOnlySpan<Endpoint> endpoints, Caller caller, FailoverPolicy policy, Span<int> tiers)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(policy);
        var known = new Dictionary<Locality, int>();
        for (var i = 0; i < endpoints.Length; i++)
        {
            // Endpoints without labels of their own differ by locality alone, and there are few of those.
            var endpoint = endpoints[i];
            if (endpoint.Labels.Count > 0)
            {
                tiers[i] = RankOf(endpoint, caller, policy);
            }
            else if (!known.TryGetValue(endpoint.Locality, out tiers[i]))
            {
                known.Add(endpoint.Locality, tiers[i] = RankOf(endpoint, caller, policy));
            }

            // The level first, then nearness, then the order that the source itself gives (an SRV record's priority). It fills 31 bits: 4, 11 and 16.
            var grade = (endpoint.Level * Grades) + Math.Min(tiers[i], Grades - 1);
            tiers[i] = tiers[i] < 0 ? -1 : (grade * (Endpoint.MaxPriority + 1)) + endpoint.Priority;
        }

        return Compact(tiers[..endpoints.Length]);
    }

    /// <summary>Renumbers ranks from 0 without gaps, in their order; negative ones become -1. Returns the ranks that occur, in order.</summary>
    public static int[] Compact(Span<int> ranks)
    {
        var distinct = new SortedSet<int>();
        foreach (var rank in ranks)
        {
            distinct.Add(rank);
        }

        distinct.RemoveWhere(rank => rank < 0);
        int[] ordered = [.. distinct];
        foreach (ref var rank in ranks)
        {
            rank = rank < 0 ? -1 : Array.BinarySearch(ordered, rank);
        }

        return ordered;
    }

    private static int RankOf(Endpoint endpoint, Caller caller, FailoverPolicy policy)
    {
        if (!policy.RoutingScopes.IsEmpty)
        {
            // Its ranks grow with nearness and stay below twice the number of scopes; ours grow with distance.
            return RoutingPreference.Rank(endpoint, caller, policy.RoutingScopes, policy.RoutingStrict) is { } rank ? (2 * policy.RoutingScopes.Length) - rank : -1;
        }

        var labels = FailoverPriorityRank.Of(endpoint, caller, policy.FailoverPriority);
        return policy.RegionFailover.IsEmpty
            ? labels
            : (labels * LocalityLevel.Count) + LocalityLevel.Of(caller.Locality, endpoint.Locality, policy.RegionFailover);
    }
}
