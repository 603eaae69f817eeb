namespace ClientFailover;

/// <summary>Compares the calls of a zone with those of all others together: the test of two proportions, as <see cref="PeerRateRule"/> does for endpoints.</summary>
public static class LocalityComparisonRule
{
    /// <summary>So many times <see cref="LocalityComparisonPolicy.MinimumCalls"/> must be known of the others before they are said to fare alike: they have had their chance to be better.</summary>
    private const int EnoughToAcquit = 3;

    /// <summary>What is to be made of <paramref name="own"/>.</summary>
    /// <param name="own">The zone, by its attempts within <see cref="LocalityComparisonPolicy.Window"/>.</param>
    /// <param name="others">The attempts in all other zones within the same time.</param>
    /// <param name="policy">The rule's figures.</param>
    public static LocalityVerdict Judge(in LocalityEvidence own, RateSample others, LocalityComparisonPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var rate = own.Rate;
        if (!policy.Enabled || rate.Total < policy.MinimumCalls || rate.FailureRate < policy.FailureShare || !IsSpread(own))
        {
            return LocalityVerdict.Unremarkable;
        }

        return others.Total >= policy.MinimumCalls && rate.FailsMoreThan(others, policy.MinimumDifference, policy.Significance) ? LocalityVerdict.Worse
            : others.Total >= EnoughToAcquit * policy.MinimumCalls ? LocalityVerdict.Alike
            : LocalityVerdict.Doubted;
    }

    /// <summary>Whether a zone that was worse fares as well as the others again: its rate is within half the difference that was held against it.</summary>
    public static bool IsClean(RateSample own, RateSample others, LocalityComparisonPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return own.FailureRate <= others.FailureRate + (policy.MinimumDifference / 2);
    }

    /// <summary>Whether the failures come from all over the place: from half of the endpoints, or where there were few failures, from half as many endpoints. One bad host is not a bad zone.</summary>
    private static bool IsSpread(in LocalityEvidence own) => own.FailingParts > 1 && own.FailingParts * 2 >= Math.Min(own.Usable, own.Rate.Failures);
}
