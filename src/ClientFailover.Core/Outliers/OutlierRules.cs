using System.Buffers;

namespace ClientFailover;

/// <summary>Asks every rule about the endpoints of one tier.</summary>
public static class OutlierRules
{
    /// <summary>Adds what the rules find to <paramref name="found"/>, the quickest evidence first. One endpoint may be found by several.</summary>
    /// <param name="tier">The endpoints of one tier.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="window">The span of the counts; null to judge failures in a row only.</param>
    /// <param name="found">Takes the findings.</param>
    public static void Find(ReadOnlySpan<OutlierCandidate> tier, OutlierDetectionPolicy policy, TimeSpan? window, ICollection<Outlier> found)
    {
        ArgumentNullException.ThrowIfNull(policy);
        for (var i = 0; i < tier.Length; i++)
        {
            ConsecutiveFailuresRule.Find(i, tier[i].Runs, policy, found);
        }

        if (window is not { } span || tier.Length < 2)
        {
            return; // nobody to be compared with
        }

        var rented = ArrayPool<RateSample>.Shared.Rent(tier.Length);
        var rates = rented.AsSpan(0, tier.Length);
        if (policy.SplitLocalOrigin)
        {
            FindByRate(tier, Origin.Answers, rates, policy, span, found);
            FindByRate(tier, Origin.Local, rates, policy, span, found);
        }
        else
        {
            FindByRate(tier, Origin.Both, rates, policy, span, found);
        }

        ArrayPool<RateSample>.Shared.Return(rented);
        LatencyRule.Find(tier, policy.Latency, span, found);
    }

    private static void FindByRate(
        ReadOnlySpan<OutlierCandidate> tier, Origin origin, Span<RateSample> rates, OutlierDetectionPolicy policy, TimeSpan window, ICollection<Outlier> found)
    {
        // Compared with others, overload speaks against an endpoint: where all are overloaded, nobody stands out. By itself it does not.
        Fill(rates, tier, origin, overloadFails: true);
        SuccessRateRule.Find(rates, policy.SuccessRate, window, found);
        if (tier.Length < policy.SuccessRate.MinimumEndpoints)
        {
            PeerRateRule.Find(rates, policy.PeerRate, window, found);
        }

        Fill(rates, tier, origin, overloadFails: false);
        FailurePercentageRule.Find(rates, policy.FailurePercentage, window, found);
    }

    private static void Fill(Span<RateSample> rates, ReadOnlySpan<OutlierCandidate> tier, Origin origin, bool overloadFails)
    {
        for (var i = 0; i < tier.Length; i++)
        {
            var counts = tier[i].Counts;
            var (failures, total) = origin switch
            {
                Origin.Answers => (counts.ServerFailures + (overloadFails ? counts.Overloads : 0), counts.Total - counts.LocalFailures),
                Origin.Local => (counts.LocalFailures, counts.Total),
                _ => (counts.ServerFailures + counts.LocalFailures + (overloadFails ? counts.Overloads : 0), counts.Total),
            };
            rates[i] = new(total - failures, total);
        }
    }

    private enum Origin
    {
        Both,
        Answers,
        Local,
    }
}
