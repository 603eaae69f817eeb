using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>When so little of a tier is left that the rest would be crushed, it uses all its endpoints, whatever their health (Envoy's panic threshold).</summary>
internal static class PanicMode
{
    /// <summary>The tiers in panic: none while all tiers together can take the traffic, else those with less than the threshold available.</summary>
    /// <param name="tiers">The tiers.</param>
    /// <param name="total">Their health together, at most 100.</param>
    /// <param name="threshold">0..1.</param>
    public static ImmutableArray<bool> Find(ReadOnlySpan<TierHealth> tiers, int total, double threshold)
    {
        var panic = new bool[tiers.Length];
        for (var i = 0; i < tiers.Length && total < 100; i++)
        {
            var counted = tiers[i].Total - tiers[i].Excluded;
            var available = counted <= 0 ? 0 : (double)(tiers[i].Healthy + tiers[i].Degraded) / counted;
            panic[i] = available < threshold;
        }

        return [.. panic];
    }

    /// <summary>The loads when every tier is in panic: by their endpoints, excluded ones too; what rounding leaves over goes to the first tier that has any.</summary>
    public static ImmutableArray<int> ShareByEndpoints(ReadOnlySpan<TierHealth> tiers)
    {
        long all = 0;
        foreach (var tier in tiers)
        {
            all += tier.Total;
        }

        var loads = new int[tiers.Length];
        if (all == 0)
        {
            loads[0] = 100;
            return [.. loads];
        }

        var (left, first) = (100, -1);
        for (var i = 0; i < tiers.Length; i++)
        {
            loads[i] = (int)(100 * tiers[i].Total / all);
            left -= loads[i];
            first = first < 0 && tiers[i].Total > 0 ? i : first;
        }

        loads[first] += left;
        return [.. loads];
    }
}
