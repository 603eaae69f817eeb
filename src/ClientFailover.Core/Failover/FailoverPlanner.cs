using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Ranks a service's endpoints into tiers and shares the traffic out among them: a function from what is known to a plan.</summary>
public static class FailoverPlanner
{
    /// <summary>The plan for <paramref name="input"/>.</summary>
    public static FailoverPlan Plan(PlanInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var endpoints = input.Snapshot.Endpoints;
        var ranks = new int[endpoints.Length];
        var order = TierRanking.Rank(endpoints.AsSpan(), input.Caller, input.Policy, ranks);
        var members = Group(input, ranks, out var ineligible);
        var health = Array.ConvertAll(members, PriorityTier.Count);
        var caps = TierCaps.Of(input, order, members);
        var load = PriorityLoad.Compute(health, input.Policy.OverprovisioningFactor, input.Policy.PanicThreshold, caps);
        var tiers = ImmutableArray.CreateBuilder<PriorityTier>(members.Length);
        for (var i = 0; i < members.Length; i++)
        {
            tiers.Add(new(i, order[i], members[i], health[i], load));
        }

        return new(input, tiers.MoveToImmutable(), load, ineligible);
    }

    private static ImmutableArray<Candidate>[] Group(PlanInput input, int[] ranks, out ImmutableArray<Endpoint> ineligible)
    {
        var sizes = new int[ranks.Length == 0 ? 0 : Math.Max(0, ranks.Max() + 1)];
        foreach (var rank in ranks)
        {
            if (rank >= 0)
            {
                sizes[rank]++;
            }
        }

        var builders = Array.ConvertAll(sizes, ImmutableArray.CreateBuilder<Candidate>);
        var refused = ImmutableArray.CreateBuilder<Endpoint>();
        for (var i = 0; i < ranks.Length; i++)
        {
            var endpoint = input.Snapshot.Endpoints[i];
            if (ranks[i] < 0)
            {
                refused.Add(endpoint);
                continue;
            }

            var health = EndpointStanding.Of(endpoint, input).Health;
            var share = health == EndpointHealth.WeightedDown ? (float)input.Policy.OutlierDetection.SmallTierWeight : input.Shares.IsDefaultOrEmpty ? 1 : input.Shares[i];
            share *= TierCaps.ShareOf(endpoint.Locality, input);
            builders[ranks[i]].Add(new(endpoint, input.Stats[i], health, ranks[i], share));
        }

        ineligible = refused.ToImmutable();
        return Array.ConvertAll(builders, builder => builder.MoveToImmutable());
    }
}
