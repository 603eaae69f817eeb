namespace ClientFailover;

/// <summary>Finds endpoints that fail more often than a fixed share. Source: Envoy outlier_detection_impl.cc, gRPC A50.</summary>
public static class FailurePercentageRule
{
    /// <summary>Adds the outliers of a tier to <paramref name="found"/>.</summary>
    /// <param name="tier">The attempts of each endpoint within the interval.</param>
    /// <param name="policy">The rule's figures.</param>
    /// <param name="window">The interval, for the evidence.</param>
    /// <param name="found">Takes the findings.</param>
    public static void Find(ReadOnlySpan<RateSample> tier, FailurePercentagePolicy policy, TimeSpan window, ICollection<Outlier> found)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(found);
        var judged = 0;
        foreach (var member in tier)
        {
            judged += IsJudged(member, policy) ? 1 : 0;
        }

        if (!policy.Enabled || judged < policy.MinimumEndpoints)
        {
            return;
        }

        for (var i = 0; i < tier.Length; i++)
        {
            var rate = tier[i].FailureRate;
            if (IsJudged(tier[i], policy) && (policy.IncludesThreshold ? rate >= policy.Threshold : rate > policy.Threshold))
            {
                found.Add(new(i, new(EjectionReason.FailurePercentage, rate, policy.Threshold, tier[i].Total, window)));
            }
        }
    }

    private static bool IsJudged(RateSample member, FailurePercentagePolicy policy) => member.Total > 0 && member.Total >= policy.RequestVolume;
}
