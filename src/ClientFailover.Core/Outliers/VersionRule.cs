namespace ClientFailover;

/// <summary>Compares the versions of a service with each other: where one fails on all its endpoints, it is the version and not the hosts.</summary>
public static class VersionRule
{
    /// <summary>Whether a version that was worse is so no more: it has enough calls again, and fails by no more than half the difference that was held against it.</summary>
    /// <param name="own">The endpoints of the version.</param>
    /// <param name="all">All endpoints together, those of the version included.</param>
    /// <param name="policy">What makes a difference.</param>
    public static bool IsAlike(in VersionEvidence own, RateSample all, PeerRatePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return own.Rate.Total >= policy.RequestVolume && own.Rate.FailureRate <= (all - own.Rate).FailureRate + (policy.MinimumDifference / 2);
    }

    /// <summary>Whether a version fails more often than all others together, at two of its endpoints or more, or at its only one.</summary>
    /// <param name="own">The version.</param>
    /// <param name="all">The attempts at all endpoints, its own among them.</param>
    /// <param name="policy">What is worse.</param>
    public static bool IsWorse(in VersionEvidence own, RateSample all, PeerRatePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return own.Version is { Length: > 0 } && own.Failing >= Math.Min(2, own.Endpoints) && PeerRateRule.IsWorse(own.Rate, all - own.Rate, policy);
    }
}
