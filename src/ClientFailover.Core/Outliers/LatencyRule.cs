using System.Buffers;

namespace ClientFailover;

/// <summary>Finds endpoints whose mean latency is a multiple of the median of the others', and longer by an amount that matters.</summary>
/// <remarks>
/// The median of the others, not of all: in a tier of two, the slow one would raise the median it is compared with. The mean of successes only:
/// a time-out counts as a failure already.
/// </remarks>
public static class LatencyRule
{
    /// <summary>Adds the outliers of a tier to <paramref name="found"/>.</summary>
    /// <param name="tier">What the attempts of each endpoint came to within the interval.</param>
    /// <param name="policy">The rule's figures.</param>
    /// <param name="window">The interval, for the evidence.</param>
    /// <param name="found">Takes the findings.</param>
    public static void Find(ReadOnlySpan<OutlierCandidate> tier, LatencyRulePolicy policy, TimeSpan window, ICollection<Outlier> found)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(found);
        if (!policy.Enabled || tier.Length < policy.MinimumEndpoints)
        {
            return;
        }

        var rented = ArrayPool<long>.Shared.Rent(tier.Length);
        var count = 0;
        foreach (ref readonly var member in tier)
        {
            if (member.Counts.Successes >= policy.RequestVolume)
            {
                rented[count++] = member.Counts.MeanLatency.Ticks;
            }
        }

        var sorted = rented.AsSpan(0, count);
        sorted.Sort();
        for (var i = 0; i < tier.Length && count >= policy.MinimumEndpoints; i++)
        {
            var counts = tier[i].Counts;
            if (counts.Successes < policy.RequestVolume)
            {
                continue;
            }

            var median = MedianOfOthers(sorted, counts.MeanLatency.Ticks);
            var bound = Math.Max(median * policy.Factor, median + policy.MinimumEffect.Ticks);
            if (counts.MeanLatency.Ticks > bound)
            {
                found.Add(new(i, new(EjectionReason.Latency, counts.MeanLatency.TotalSeconds, bound / TimeSpan.TicksPerSecond, counts.Successes, window)));
            }
        }

        ArrayPool<long>.Shared.Return(rented);
    }

    /// <summary>The upper median of <paramref name="sorted"/> without one <paramref name="own"/> that is in it: of two that differ, the slower is the norm.</summary>
    internal static double MedianOfOthers(ReadOnlySpan<long> sorted, long own)
    {
        var place = sorted.BinarySearch(own);
        var middle = (sorted.Length - 1) / 2;
        return sorted[middle < place ? middle : middle + 1];
    }
}
