using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>How long calls take in each zone, and which zones are full. Touched by the pool's loop alone.</summary>
internal sealed class SpillWatch
{
    /// <summary>What was seen so long ago says nothing of now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Locality, Zone> _zones = [];

    /// <summary>The shares (0..1) of the zones that do not take all their traffic.</summary>
    public ImmutableDictionary<Locality, double> Shares { get; private set; } = ImmutableDictionary<Locality, double>.Empty;

    /// <summary>Looks at what has just happened. True when the plan wants making anew.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="records">Their records, in the same order; each has been looked at.</param>
    /// <param name="policy">The figures.</param>
    /// <param name="log">Takes the events.</param>
    public bool Advance(ImmutableArray<Endpoint> endpoints, ImmutableArray<EndpointRecord> records, SpillPolicy policy, PoolLog log)
    {
        var now = log.Now;
        for (var i = 0; i < endpoints.Length; i++)
        {
            if (records[i].LastObserved.Successes > 0)
            {
                var locality = new Locality(endpoints[i].Locality.Region, endpoints[i].Locality.Zone);
                if (!_zones.TryGetValue(locality, out var zone))
                {
                    _zones.Add(locality, zone = new());
                }

                zone.Add(records[i].LastObserved);
            }
        }

        var changed = false;
        foreach (var (locality, zone) in _zones)
        {
            if (zone.Take(policy, now) is { } latency)
            {
                var before = zone.Gate;
                zone.Gate = before.Next(new(latency, zone.Best, FastestBeside(locality, now)), now, policy);
                changed |= zone.Gate.Share != before.Share;
                if (before.Share == 1 && zone.Gate.Share < 1)
                {
                    log.Add(new SpillBegan(log.Service, now, locality, latency, zone.Best));
                }
                else if (before.Share < 1 && zone.Gate.Share == 1)
                {
                    log.Add(new SpillEnded(log.Service, now, locality));
                }
            }
            else if (zone.SeenAt is { } at && now - at > policy.Memory)
            {
                _zones.Remove(locality);
                changed |= zone.Gate.Share < 1;
            }
        }

        if (changed)
        {
            Shares = _zones.Where(static each => each.Value.Gate.Share < 1).ToImmutableDictionary(static each => each.Key, static each => each.Value.Gate.Share);
        }

        return changed;
    }

    private TimeSpan? FastestBeside(Locality locality, MonotonicTime now)
    {
        TimeSpan? fastest = null;
        foreach (var (other, zone) in _zones)
        {
            if (other != locality && zone.SeenAt is { } at && now - at <= Fresh && !(fastest < zone.Latency))
            {
                fastest = zone.Latency;
            }
        }

        return fastest;
    }

    private sealed class Zone
    {
        private HealthCounts _since;
        private TimeSpan _best = TimeSpan.MaxValue;
        private TimeSpan _bestBefore = TimeSpan.MaxValue;
        private MonotonicTime? _generationFrom;

        public SpillGate Gate { get; set; } = SpillGate.Open;

        /// <summary>The mean of late.</summary>
        public TimeSpan Latency { get; private set; }

        /// <summary>When <see cref="Latency"/> was seen.</summary>
        public MonotonicTime? SeenAt { get; private set; }

        /// <summary>The least in two generations, of which the younger is in the making.</summary>
        public TimeSpan Best => _best < _bestBefore ? _best : _bestBefore;

        public void Add(in HealthCounts counts) => _since += counts;

        /// <summary>The mean latency since it was last taken; null while there are too few calls for one.</summary>
        public TimeSpan? Take(SpillPolicy policy, MonotonicTime now)
        {
            if (_since.Successes < policy.MinimumCalls)
            {
                return null;
            }

            _generationFrom ??= now;
            if (now - _generationFrom >= policy.Memory / 2)
            {
                (_generationFrom, _bestBefore, _best) = (now, _best, TimeSpan.MaxValue);
            }

            (Latency, SeenAt, _since) = (_since.MeanLatency, now, default);
            _best = Latency < _best ? Latency : _best;
            return Latency;
        }
    }
}
