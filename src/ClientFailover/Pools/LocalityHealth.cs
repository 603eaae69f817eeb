using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What the attempts in each zone and region come to, and the circuits that follow from it. Touched by the pool's loop alone, but for the breakers.</summary>
internal sealed class LocalityHealth
{
    /// <summary>Half a second each by default: within it a place that has died is hidden by how well it did.</summary>
    private const int Buckets = 20;

    private readonly Dictionary<Locality, Group> _zones = [];
    private readonly Dictionary<Locality, Group> _regions = [];
    private MonotonicTime _sharedUntil = new(long.MinValue);
    private bool _wasShared;
    private TimeSpan _window;

    /// <summary>How often attempts are looked at while there are any: what is seen at once counts as of one time.</summary>
    public static TimeSpan Pause(LocalityBreakerPolicy policy) => policy.Window / Buckets;

    /// <summary>Whether calls fail alike in every locality that is known: the fault is one they share, and leaving one for another would help nobody.</summary>
    public bool HasSharedFault(MonotonicTime now) => now < _sharedUntil;

    /// <summary>The circuits that are not closed.</summary>
    public ImmutableArray<LocalityCircuit> Circuits() =>
    [
        .. from each in _regions.Concat(_zones)
           let state = each.Value.Breaker.Snapshot
           where state.State != CircuitState.Closed
           select new LocalityCircuit(each.Key, state, each.Value.Breaker),
    ];

    /// <summary>When the first open circuit is due to let calls through.</summary>
    public MonotonicTime? NextChange()
    {
        MonotonicTime? next = null;
        foreach (var group in _zones.Values.Concat(_regions.Values))
        {
            if (group.Breaker.Snapshot is { State: CircuitState.Open, Until: var until } && (next is null || until < next))
            {
                next = until;
            }
        }

        return next;
    }

    /// <summary>What the attempts in the zones of a tier came to lately.</summary>
    public RateSample RateOf(PriorityTier tier, MonotonicTime now)
    {
        var sum = default(HealthCounts);
        foreach (var locality in tier.Members.Select(static member => member.Endpoint.Locality.WithoutSubZone).Distinct())
        {
            sum += _zones.TryGetValue(locality, out var zone) ? zone.Window.Sum(now) : default;
        }

        return new(sum.Successes + sum.Overloads, sum.Total);
    }

    /// <summary>Takes in what has happened since the last time, and moves the circuits.</summary>
    /// <param name="plan">The endpoints and what is made of them.</param>
    /// <param name="records">The records of the plan's list.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="mayOpen">False while this process itself is sick.</param>
    /// <param name="random">For the jitter of the open times.</param>
    /// <param name="log">Takes the events.</param>
    /// <returns>How many attempts have ended since the last time.</returns>
    public long Advance(
        FailoverPlan plan, EndpointRecords records, LocalityBreakerPolicy policy, bool mayOpen, ref RandomSource random, PoolLog log)
    {
        var now = log.Now;
        var attempts = Observe(plan, records, policy, now);
        HalfOpen(_regions, policy, log);
        HalfOpen(_zones, policy, log);
        var zones = Evidence(_zones, policy, now);
        FindSharedFault(zones, policy, log);
        if (mayOpen && !HasSharedFault(now))
        {
            Open(_regions, Evidence(_regions, policy, now), policy, ref random, log);
            Open(_zones, zones, policy, ref random, log);
        }

        return attempts;
    }

    /// <summary>Forgets what was seen: it was no evidence.</summary>
    public void Forget()
    {
        foreach (var group in _zones.Values.Concat(_regions.Values))
        {
            group.Window.Clear();
        }
    }

    private long Observe(FailoverPlan plan, EndpointRecords records, LocalityBreakerPolicy policy, MonotonicTime now)
    {
        if (_window != policy.Window)
        {
            (_window, var groups) = (policy.Window, _zones.Values.Concat(_regions.Values));
            foreach (var group in groups)
            {
                group.Window = new(_window, Buckets);
            }
        }

        foreach (var group in _zones.Values.Concat(_regions.Values))
        {
            group.Begin();
        }

        var endpoints = plan.Input.Snapshot.Endpoints;
        Group[] zones = [.. records.Zones.Select(zone => GroupOf(_zones, zone))];
        Group[] regions = [.. records.Zones.Select(zone => GroupOf(_regions, new(zone.Region)))];
        var attempts = 0L;
        for (var i = 0; i < endpoints.Length; i++)
        {
            var record = records.Listed[i];
            var counts = record.Observe(now);
            var (zone, region) = (zones[record.Zone], regions[record.Zone]);
            attempts += counts.Total;
            if (counts.Total > 0)
            {
                zone.Window.Add(counts, now);
                region.Window.Add(counts, now);
            }

            var failing = record.FailedAt is { } at && now - at <= policy.Window;
            var usable = EndpointStanding.Of(endpoints[i], plan.Input) is { Health: EndpointHealth.Healthy or EndpointHealth.Degraded };
            var refused = record.TlsFailedAt is { } refusedAt && now - refusedAt <= policy.BaseOpenTime;
            region.AddZone(zone.Add(failing, usable, refused), usable);
        }

        Prune(_zones);
        Prune(_regions);
        return attempts;
    }

    /// <summary>A locality that no endpoint names any more is forgotten once nothing more is to be learned from it.</summary>
    private static void Prune(Dictionary<Locality, Group> groups)
    {
        foreach (var (locality, group) in groups)
        {
            if (group.Members == 0 && group.Breaker.Snapshot.State == CircuitState.Closed)
            {
                groups.Remove(locality);
            }
        }
    }

    private Group GroupOf(Dictionary<Locality, Group> groups, Locality locality)
    {
        if (!groups.TryGetValue(locality, out var group))
        {
            groups.Add(locality, group = new(new(_window, Buckets)));
        }

        return group;
    }

    private static LocalityEvidence[] Evidence(Dictionary<Locality, Group> groups, LocalityBreakerPolicy policy, MonotonicTime now) =>
    [
        .. from each in groups
           where each.Value.Members > 0
           select new LocalityEvidence(each.Key, each.Value.Window.Latest(now, policy.MinimumCalls), each.Value.FailingParts, each.Value.Usable) { TlsFailing = each.Value.TlsFailing },
    ];

    private void FindSharedFault(LocalityEvidence[] zones, LocalityBreakerPolicy policy, PoolLog log)
    {
        if (LocalityBreakerRule.IsShared(zones, policy))
        {
            // Calls stay where they are from now on, so nothing more will be learned of the others for a while.
            _sharedUntil = log.Now + policy.BaseOpenTime;
            foreach (var (locality, group) in _zones.Concat(_regions))
            {
                if (group.Breaker.TryClose(log.Now, out var transition))
                {
                    log.Add(new CircuitMoved(log.Service, log.Now, locality, transition.Value.From, transition.Value.To, null));
                }
            }
        }
        else if (zones.Any(zone => zone.Counts.Total >= LocalityBreakerRule.LeastEvidence && zone.Rate.FailureRate < policy.FailureShare))
        {
            _sharedUntil = log.Now; // somewhere calls succeed
        }

        if (HasSharedFault(log.Now) != _wasShared)
        {
            _wasShared = !_wasShared;
            log.Add(_wasShared ? new SharedFaultBegan(log.Service, log.Now) : new SharedFaultEnded(log.Service, log.Now));
        }
    }

    private static void HalfOpen(Dictionary<Locality, Group> groups, LocalityBreakerPolicy policy, PoolLog log)
    {
        foreach (var (locality, group) in groups)
        {
            if (group.Breaker.TryHalfOpen(log.Now, policy, out var transition))
            {
                group.Window.Clear(); // what it is judged by now are its probes
                log.Add(new CircuitMoved(log.Service, log.Now, locality, transition.Value.From, transition.Value.To, null));
            }
        }
    }

    private static void Open(Dictionary<Locality, Group> groups, LocalityEvidence[] evidence, LocalityBreakerPolicy policy, ref RandomSource random, PoolLog log)
    {
        foreach (ref readonly var own in evidence.AsSpan())
        {
            var breaker = groups[own.Locality].Breaker;
            if (breaker.Snapshot.State != CircuitState.Closed || !LocalityBreakerRule.IsFailing(own, policy))
            {
                continue;
            }

            var locality = own.Locality;
            var others = Array.FindAll(evidence, other => other.Locality != locality && groups[other.Locality].Breaker.Snapshot.State == CircuitState.Closed);
            if (LocalityBreakerRule.IsToOpen(own, others, policy) && breaker.TryOpen(log.Now, policy, random.NextDouble(), out var transition))
            {
                log.Add(new CircuitMoved(log.Service, log.Now, locality, transition.Value.From, transition.Value.To, own));
            }
        }
    }

    private sealed class Group(HealthWindow window)
    {
        private int _generation;
        private int _countedIn = -1;

        public HealthWindow Window { get; set; } = window;

        public CircuitBreaker Breaker { get; } = new();

        public int Members { get; private set; }

        public int Usable { get; private set; }

        public int FailingParts { get; private set; }

        public int TlsFailing { get; private set; }

        public void Begin() => (Members, Usable, FailingParts, TlsFailing, _generation) = (0, 0, 0, 0, _generation + 1);

        /// <summary>Counts an endpoint of a zone. True when it is the first failing one.</summary>
        public bool Add(bool failing, bool usable, bool refused)
        {
            TlsFailing += refused ? 1 : 0;
            Members++;
            Usable += usable ? 1 : 0;
            FailingParts += failing ? 1 : 0;
            var isFirst = failing && _countedIn != _generation;
            _countedIn = isFirst ? _generation : _countedIn;
            return isFirst;
        }

        /// <summary>Counts an endpoint of a region, and its zone when that is found failing.</summary>
        public void AddZone(bool failing, bool usable)
        {
            Members++;
            Usable += usable ? 1 : 0;
            FailingParts += failing ? 1 : 0;
        }
    }
}
