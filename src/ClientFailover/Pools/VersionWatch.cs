namespace ClientFailover;

/// <summary>Which versions of a service are worse than the others. Touched by the pool's loop alone.</summary>
internal sealed class VersionWatch
{
    private readonly HashSet<string> _worse = new(StringComparer.Ordinal);

    /// <summary>Looks at what an interval has shown, and tells what has changed.</summary>
    public void Sweep(string label, IEnumerable<(Endpoint Endpoint, HealthCounts Counts)> members, PeerRatePolicy policy, PoolLog log)
    {
        var worse = label.Length == 0 ? [] : VersionRule.Worse(members.Select(member => (
            member.Endpoint.Labels.TryGetValue(label, out var version) ? version : "", new RateSample(member.Counts.Successes, member.Counts.Total))), policy);
        foreach (var (version, own, others) in worse)
        {
            if (_worse.Add(version))
            {
                log.Add(new VersionFoundWorse(log.Service, log.Now, label, version, own, others));
            }
        }

        foreach (var version in _worse.Except(worse.Select(each => each.Version), StringComparer.Ordinal).ToList())
        {
            _worse.Remove(version);
            log.Add(new VersionFoundAlike(log.Service, log.Now, label, version));
        }
    }
}
