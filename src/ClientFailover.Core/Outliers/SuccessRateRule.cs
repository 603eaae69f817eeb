namespace ClientFailover;

/// <summary>Finds endpoints whose success rate lies below mean - factor x standard deviation of the rates of their tier (strictly).</summary>
/// <remarks>
/// Source: Envoy outlier_detection_impl.cc, gRPC A50. The deviation is that of a population. One dead endpoint among n healthy ones stands out only if
/// sqrt(n) exceeds the factor: hence the minimum of endpoints, and <see cref="PeerRateRule"/> for those below it.
/// </remarks>
public static class SuccessRateRule
{
    /// <summary>The mean of the rates of those with enough attempts, and the rate below which one is an outlier; null when too few have them.</summary>
    public static (double Mean, double Threshold)? Threshold(ReadOnlySpan<RateSample> tier, SuccessRatePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var (count, sum, squares) = (0, 0.0, 0.0);
        foreach (var member in tier)
        {
            if (IsJudged(member, policy))
            {
                count++;
                sum += member.SuccessRate;
            }
        }

        if (count == 0 || count < policy.MinimumEndpoints)
        {
            return null;
        }

        var mean = sum / count;
        foreach (var member in tier)
        {
            if (IsJudged(member, policy))
            {
                squares += (member.SuccessRate - mean) * (member.SuccessRate - mean);
            }
        }

        return (mean, mean - (policy.StandardDeviations * Math.Sqrt(squares / count)));
    }

    /// <summary>Adds the outliers of a tier to <paramref name="found"/>.</summary>
    /// <param name="tier">The attempts of each endpoint within the interval.</param>
    /// <param name="policy">The rule's figures.</param>
    /// <param name="window">The interval, for the evidence.</param>
    /// <param name="found">Takes the findings.</param>
    public static void Find(ReadOnlySpan<RateSample> tier, SuccessRatePolicy policy, TimeSpan window, ICollection<Outlier> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (!policy.Enabled || Threshold(tier, policy) is not { } bound)
        {
            return;
        }

        for (var i = 0; i < tier.Length; i++)
        {
            var rate = tier[i].SuccessRate;
            if (IsJudged(tier[i], policy) && rate < bound.Threshold - Rounding && bound.Mean - rate >= policy.MinimumDifference)
            {
                found.Add(new(i, new(EjectionReason.SuccessRate, rate, bound.Threshold, tier[i].Total, window)));
            }
        }
    }

    /// <summary>Equal rates differ from their own mean by rounding; they are not below it.</summary>
    private const double Rounding = 1e-9;

    private static bool IsJudged(RateSample member, SuccessRatePolicy policy) => member.Total > 0 && member.Total >= policy.RequestVolume;
}
