namespace ClientFailover;

/// <summary>Compares one failure rate with that of all the peers together: the test of two proportions.</summary>
public static class PeerRateRule
{
    /// <summary>Whether <paramref name="one"/> fails more often than <paramref name="peers"/>, by more than chance and by enough to matter.</summary>
    public static bool IsWorse(RateSample one, RateSample peers, PeerRatePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return one.Total >= policy.RequestVolume && peers.Total >= policy.RequestVolume && one.FailsMoreThan(peers, policy.MinimumDifference, policy.Significance);
    }

    /// <summary>Adds the outliers of a tier to <paramref name="found"/>, each compared with all the others.</summary>
    /// <param name="tier">The attempts of each endpoint within the interval.</param>
    /// <param name="policy">The rule's figures.</param>
    /// <param name="window">The interval, for the evidence.</param>
    /// <param name="found">Takes the findings.</param>
    public static void Find(ReadOnlySpan<RateSample> tier, PeerRatePolicy policy, TimeSpan window, ICollection<Outlier> found)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(found);
        if (!policy.Enabled)
        {
            return;
        }

        var all = default(RateSample);
        foreach (var member in tier)
        {
            all += member;
        }

        for (var i = 0; i < tier.Length; i++)
        {
            var peers = all - tier[i];
            if (IsWorse(tier[i], peers, policy))
            {
                found.Add(new(i, new(EjectionReason.PeerRate, tier[i].FailureRate, peers.FailureRate, tier[i].Total, window)));
            }
        }
    }
}
