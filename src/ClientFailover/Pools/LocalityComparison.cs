using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>How the zones of a service fare beside each other, and what each keeps of its traffic. Touched by the pool's loop alone.</summary>
internal sealed class LocalityComparison
{
    private const int Buckets = 15;
    private readonly Dictionary<Locality, Zone> _zones = [];

    /// <summary>The zones that do not take all their traffic.</summary>
    public ImmutableDictionary<Locality, LocalityGate> Gates { get; private set; } = ImmutableDictionary<Locality, LocalityGate>.Empty;

    /// <summary>Looks at what has just happened. True when the plan wants making anew.</summary>
    /// <param name="records">The endpoints' records; each has been looked at.</param>
    /// <param name="policy">The figures.</param>
    /// <param name="isShared">Whether the fault is one that all places share: nothing is held against any.</param>
    /// <param name="isSick">Whether this process itself is sick: all stays as it is.</param>
    /// <param name="random">For the jitter.</param>
    /// <param name="log">Takes the events.</param>
    public bool Advance(EndpointRecords records, FailoverPolicy policy, bool isShared, bool isSick, ref RandomSource random, PoolLog log)
    {
        Observe(records, policy.LocalityComparison.Window, log.Now);
        if (isSick)
        {
            return false;
        }

        var all = default(RateSample);
        foreach (var zone in _zones.Values)
        {
            all += zone.Rate(log.Now);
        }

        foreach (var (locality, zone) in _zones)
        {
            Judge(locality, zone, isShared ? null : all, policy, ref random, log);
        }

        var was = Gates;
        Gates = Held();
        return was.Count != Gates.Count || Gates.Any(each => !was.TryGetValue(each.Key, out var before) || before.Cap(policy.LocalityComparison) != each.Value.Cap(policy.LocalityComparison));
    }

    /// <summary>When a zone moves by itself.</summary>
    /// <param name="policy">The rule's figures.</param>
    public MonotonicTime? NextChange(LocalityComparisonPolicy policy)
    {
        MonotonicTime? next = null;
        foreach (var gate in Gates.Values)
        {
            var due = gate.ExploredUntil(policy) ?? gate.Return.NextChange(100);
            next = due is { } at && (next is null || at < next) ? at : next;
        }

        return next;
    }

    /// <summary>Forgets what was seen: it was no evidence.</summary>
    public void Forget()
    {
        foreach (var zone in _zones.Values)
        {
            zone.Clear();
        }
    }

    private static void Judge(Locality locality, Zone zone, RateSample? all, FailoverPolicy policy, ref RandomSource random, PoolLog log)
    {
        var own = zone.Evidence(locality, log.Now);
        var others = (all ?? own.Rate) - own.Rate;
        var before = zone.Gate;
        if (before == LocalityGate.Open && own.Rate.Failures == 0)
        {
            return; // nearly always
        }

        var verdict = LocalityComparisonRule.Judge(own, others, policy.LocalityComparison);
        var isClean = LocalityComparisonRule.IsClean(own.Rate, others, policy.LocalityComparison);
        zone.Gate = all is null ? LocalityGate.Open : before.Next(verdict, isClean, log.Now, policy, random.NextDouble());
        if (zone.Gate.IsReduced != before.IsReduced)
        {
            log.Add(zone.Gate.IsReduced ? new LocalityFoundWorse(log.Service, log.Now, locality, own.Rate, others) : new LocalityFoundAlike(log.Service, log.Now, locality));
        }
    }

    private void Observe(EndpointRecords records, TimeSpan window, MonotonicTime now)
    {
        foreach (var zone in _zones.Values)
        {
            zone.Begin(window);
        }

        Zone[] zones = [.. records.Zones.Select(locality => _zones.TryGetValue(locality, out var zone) ? zone : _zones[locality] = new(window))];
        foreach (var record in records.Listed)
        {
            zones[record.Zone].Add(record, now);
        }

        foreach (var (locality, zone) in _zones)
        {
            if (zone.Members == 0)
            {
                _zones.Remove(locality); // with what was held against it: it is not there
            }
        }
    }

    private ImmutableDictionary<Locality, LocalityGate> Held()
    {
        if (Gates.IsEmpty && _zones.Values.All(static zone => zone.Gate is { IsReduced: false, IsDoubted: false }))
        {
            return Gates;
        }

        return _zones.Where(static each => each.Value.Gate.IsReduced || each.Value.Gate.IsDoubted).ToImmutableDictionary(static each => each.Key, static each => each.Value.Gate);
    }

    private sealed class Zone(TimeSpan length)
    {
        private HealthWindow _window = new(length, Buckets);
        private int _failing;

        public LocalityGate Gate { get; set; } = LocalityGate.Open;

        public int Members { get; private set; }

        public void Begin(TimeSpan span)
        {
            (Members, _failing) = (0, 0);
            _window = _window.Length == span ? _window : new(span, Buckets);
        }

        public void Add(EndpointRecord record, MonotonicTime now)
        {
            Members++;
            _failing += record.FailedAt is { } at && now - at <= _window.Length ? 1 : 0;
            if (record.LastObserved.Total > 0)
            {
                _window.Add(record.LastObserved, now);
            }
        }

        public LocalityEvidence Evidence(Locality locality, MonotonicTime now) => new(locality, _window.Sum(now), _failing, Members);

        public RateSample Rate(MonotonicTime now) => Evidence(default, now).Rate;

        public void Clear() => _window.Clear();
    }
}
