using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Which versions of a service are worse than the others. Touched by the pool's loop alone.</summary>
internal sealed class VersionWatch
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private ImmutableArray<string> _versions = [];
    private ImmutableArray<Endpoint> _endpoints = [];
    private string _label = "";

    /// <summary>Looks at what has just happened, and tells what has changed.</summary>
    public void Advance(EndpointSnapshot snapshot, ImmutableArray<EndpointRecord> records, OutlierDetectionPolicy policy, PoolLog log)
    {
        Read(snapshot, policy.VersionLabel);
        foreach (var group in _groups.Values)
        {
            group.Begin(policy.Interval);
        }

        var all = default(RateSample);
        for (var i = 0; i < _versions.Length; i++)
        {
            _groups[_versions[i]].Add(records[i], log.Now);
        }

        foreach (var group in _groups.Values)
        {
            all += group.Rate(log.Now);
        }

        foreach (var (version, group) in _groups)
        {
            Judge(version, group, all, policy, log);
        }
    }

    private void Judge(string version, Group group, RateSample all, OutlierDetectionPolicy policy, PoolLog log)
    {
        var own = new VersionEvidence(version, group.Rate(log.Now), group.Endpoints, group.Failing);
        if (VersionRule.IsWorse(own, all, policy.PeerRate))
        {
            if (!group.IsWorse)
            {
                group.IsWorse = true;
                log.Add(new VersionFoundWorse(log.Service, log.Now, _label, version, own.Rate, all - own.Rate));
            }
        }
        else if (group.IsWorse && (own.Endpoints == 0 || VersionRule.IsAlike(own, all, policy.PeerRate)))
        {
            // Not because it has no calls any more: that is what being worse has led to.
            group.IsWorse = false;
            log.Add(new VersionFoundAlike(log.Service, log.Now, _label, version));
        }
    }

    /// <summary>Whose version is which; nothing to do for the many services that name none.</summary>
    private void Read(EndpointSnapshot snapshot, string label)
    {
        if (snapshot.Endpoints == _endpoints && string.Equals(label, _label, StringComparison.Ordinal))
        {
            return;
        }

        (_endpoints, _label) = (snapshot.Endpoints, label);
        _versions = label.Length == 0 ? [] : [.. snapshot.Endpoints.Select(endpoint => endpoint.Labels.TryGetValue(label, out var version) ? version : "")];
        if (_versions.All(version => version.Length == 0))
        {
            _versions = [];
        }

        foreach (var version in _versions)
        {
            _groups.TryAdd(version, new());
        }

        foreach (var (version, group) in _groups)
        {
            if (!group.IsWorse && !_versions.Contains(version, StringComparer.Ordinal))
            {
                _groups.Remove(version);
            }
        }
    }

    private sealed class Group
    {
        private HealthWindow _window = new(TimeSpan.FromSeconds(10));

        public bool IsWorse { get; set; }

        public int Endpoints { get; private set; }

        public int Failing { get; private set; }

        public void Begin(TimeSpan length)
        {
            (Endpoints, Failing) = (0, 0);
            _window = _window.Length == length ? _window : new(length);
        }

        public void Add(EndpointRecord record, MonotonicTime now)
        {
            Endpoints++;
            Failing += record.FailedAt is { } at && now - at <= _window.Length ? 1 : 0;
            if (record.LastObserved.Total > 0)
            {
                _window.Add(record.LastObserved, now);
            }
        }

        public RateSample Rate(MonotonicTime now)
        {
            var sum = _window.Sum(now);
            return new(sum.Successes, sum.Total);
        }
    }
}
