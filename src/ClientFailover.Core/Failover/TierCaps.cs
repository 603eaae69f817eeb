using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What tiers are held back to: by the way their traffic returns to them, by zones that fare worse than others, and by zones that are full.</summary>
internal static class TierCaps
{
    /// <summary>The percents (0..100) for each tier, best first; empty when none is held back.</summary>
    /// <param name="input">What the plan is made from.</param>
    /// <param name="order">The rank of each tier.</param>
    /// <param name="members">The endpoints of each tier.</param>
    public static int[] Of(PlanInput input, IReadOnlyList<int> order, ImmutableArray<Candidate>[] members)
    {
        if (input.Gates.IsEmpty && input.LocalityGates.IsEmpty && input.Spills.IsEmpty)
        {
            return [];
        }

        var caps = new int[members.Length];
        for (var i = 0; i < caps.Length; i++)
        {
            var gate = input.Gates.TryGetValue(order[i], out var known) ? known.Cap : 100;
            caps[i] = Math.Min(gate, ByZones(input, members[i]));
        }

        return caps;
    }

    /// <summary>What a zone's endpoints weigh beside those of other zones in the same tier. Exploring moves traffic between tiers only: within one, all zones are known.</summary>
    public static float ShareOf(Locality locality, PlanInput input) =>
        !input.LocalityGates.IsEmpty && input.LocalityGates.TryGetValue(locality.WithoutSubZone, out var gate) && gate.IsReduced ? gate.Return.Cap / 100f : 1;

    private static int ByZones(PlanInput input, ImmutableArray<Candidate> members)
    {
        if ((input.LocalityGates.IsEmpty && input.Spills.IsEmpty) || members.IsEmpty)
        {
            return 100;
        }

        var sum = 0.0;
        foreach (ref readonly var member in members.AsSpan())
        {
            var zone = member.Endpoint.Locality.WithoutSubZone;
            var cap = input.LocalityGates.TryGetValue(zone, out var gate) ? gate.Cap(input.Policy.LocalityComparison) : 1;
            sum += Math.Min(cap, input.Spills.GetValueOrDefault(zone, 1));
        }

        return (int)Math.Round(100 * sum / members.Length);
    }
}
