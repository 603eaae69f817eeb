namespace ClientFailover;

/// <summary>Compares the versions of a service with each other: where one fails on all its endpoints, it is the version and not the hosts.</summary>
public static class VersionRule
{
    /// <summary>The versions that fail more often than all others together, spread over at least two of their endpoints, or over their only one.</summary>
    /// <param name="members">The version of each endpoint (empty where it has none) and its attempts within the interval.</param>
    /// <param name="policy">What is worse.</param>
    public static IReadOnlyList<(string Version, RateSample Own, RateSample Others)> Worse(IEnumerable<(string Version, RateSample Rate)> members, PeerRatePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(policy);
        var versions = new Dictionary<string, (RateSample Rate, int Endpoints, int Failing)>(StringComparer.Ordinal);
        var all = default(RateSample);
        foreach (var (version, rate) in members)
        {
            versions.TryGetValue(version, out var known);
            versions[version] = (known.Rate + rate, known.Endpoints + 1, known.Failing + (rate.FailureRate >= policy.MinimumDifference ? 1 : 0));
            all += rate;
        }

        List<(string, RateSample, RateSample)> worse = [];
        foreach (var (version, (rate, endpoints, failing)) in versions)
        {
            if (versions.Count > 1 && version.Length > 0 && failing >= Math.Min(2, endpoints) && PeerRateRule.IsWorse(rate, all - rate, policy))
            {
                worse.Add((version, rate, all - rate));
            }
        }

        return worse;
    }
}
