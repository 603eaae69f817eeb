namespace ClientFailover;

/// <summary>Compares the versions of a service with each other: where one fails on all its endpoints, it is the version and not the hosts.</summary>
public static class VersionRule
{
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
