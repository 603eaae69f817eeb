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
    private TimeSpan _window;

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
        foreach (var locality in tier.Members.Select(member => ZoneOf(member.Endpoint)).Distinct())
        {
            sum += _zones.TryGetValue(locality, out var zone) ? zone.Window.Sum(now) : default;
        }

        return new(sum.Successes + sum.Overloads, sum.Total);
    }

    /// <summary>Takes in what has happened since the last time, and moves the circuits.</summary>
    /// <param name="plan">The endpoints and what is made of them.</param>
    /// <param name="records">The records, in the order of the plan's list.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="mayOpen">False while this process itself is sick.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">For the jitter of the open times.</param>
    public IReadOnlyList<(Locality Locality, CircuitTransition Transition)> Advance(
        FailoverPlan plan, ImmutableArray<EndpointRecord> records, LocalityBreakerPolicy policy, bool mayOpen, MonotonicTime now, ref RandomSource random)
    {
        Observe(plan, records, policy, now);
        List<(Locality, CircuitTransition)> transitions = [];
        HalfOpen(_regions, policy, now, transitions);
        HalfOpen(_zones, policy, now, transitions);
        var zones = Evidence(_zones, policy, now);
        FindSharedFault(zones, policy, now, transitions);
        if (mayOpen && !HasSharedFault(now))
        {
            Open(_regions, Evidence(_regions, policy, now), policy, now, ref random, transitions);
            Open(_zones, zones, policy, now, ref random, transitions);
        }

        return transitions;
    }

    private static Locality ZoneOf(Endpoint endpoint) => new(endpoint.Locality.Region, endpoint.Locality.Zone);

    private void Observe(FailoverPlan plan, ImmutableArray<EndpointRecord> records, LocalityBreakerPolicy policy, MonotonicTime now)
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
        for (var i = 0; i < endpoints.Length; i++)
        {
            var counts = records[i].Observe(now);
            var zone = GroupOf(_zones, ZoneOf(endpoints[i]));
            var region = GroupOf(_regions, new(endpoints[i].Locality.Region));
            if (counts.Total > 0)
            {
                zone.Window.Add(counts, now);
                region.Window.Add(counts, now);
            }

            var failing = records[i].FailedAt is { } at && now - at <= policy.Window;
            var usable = EndpointStanding.Of(endpoints[i], plan.Input) is { Health: EndpointHealth.Healthy or EndpointHealth.Degraded };
            region.AddZone(zone.Add(failing, usable), usable);
        }

        Prune(_zones);
        Prune(_regions);
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
           select new LocalityEvidence(each.Key, each.Value.Window.Latest(now, policy.MinimumCalls), each.Value.FailingParts, each.Value.Usable),
    ];

    private void FindSharedFault(LocalityEvidence[] zones, LocalityBreakerPolicy policy, MonotonicTime now, List<(Locality, CircuitTransition)> transitions)
    {
        if (LocalityBreakerRule.IsShared(zones, policy))
        {
            // Calls stay where they are from now on, so nothing more will be learned of the others for a while.
            _sharedUntil = now + policy.BaseOpenTime;
            foreach (var (locality, group) in _zones.Concat(_regions))
            {
                if (group.Breaker.TryClose(now, out var transition))
                {
                    transitions.Add((locality, transition.Value));
                }
            }
        }
        else if (zones.Any(zone => zone.Counts.Total >= LocalityBreakerRule.LeastEvidence && zone.Rate.FailureRate < policy.FailureShare))
        {
            _sharedUntil = now; // somewhere calls succeed
        }
    }

    private static void HalfOpen(Dictionary<Locality, Group> groups, LocalityBreakerPolicy policy, MonotonicTime now, List<(Locality, CircuitTransition)> transitions)
    {
        foreach (var (locality, group) in groups)
        {
            if (group.Breaker.TryHalfOpen(now, policy, out var transition))
            {
                group.Window.Clear(); // what it is judged by now are its probes
                transitions.Add((locality, transition.Value));
            }
        }
    }

    private static void Open(
        Dictionary<Locality, Group> groups, LocalityEvidence[] evidence, LocalityBreakerPolicy policy, MonotonicTime now, ref RandomSource random,
        List<(Locality, CircuitTransition)> transitions)
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
            if (LocalityBreakerRule.IsToOpen(own, others, policy) && breaker.TryOpen(now, policy, random.NextDouble(), out var transition))
            {
                transitions.Add((locality, transition.Value));
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

        public void Begin() => (Members, Usable, FailingParts, _generation) = (0, 0, 0, _generation + 1);

        /// <summary>Counts an endpoint of a zone. True when it is the first failing one.</summary>
        public bool Add(bool failing, bool usable)
        {
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
