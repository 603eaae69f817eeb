using System.Collections.Immutable;
using System.Globalization;

namespace ClientFailover;

/// <summary>How long calls take in each zone, and which zones are full. Touched by the pool's loop alone.</summary>
internal sealed class SpillWatch
{
    /// <summary>What was seen so long ago says nothing of now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Locality, Zone> _zones = [];
    private ImmutableArray<Endpoint> _endpoints = [];
    private ImmutableArray<double> _capacities = [];
    private string _label = "";
    private int _localities;

    /// <summary>The shares (0..1) of the zones that do not take all their traffic.</summary>
    public ImmutableDictionary<Locality, double> Shares { get; private set; } = ImmutableDictionary<Locality, double>.Empty;

    /// <summary>Looks at what has just happened. True when the plan wants making anew.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="records">Their records; each has been looked at.</param>
    /// <param name="policy">The figures.</param>
    /// <param name="log">Takes the events.</param>
    public bool Advance(ImmutableArray<Endpoint> endpoints, EndpointRecords records, SpillPolicy policy, PoolLog log)
    {
        var now = log.Now;
        Count(endpoints, records, policy, now);
        var changed = false;
        foreach (var (locality, zone) in _zones)
        {
            var utilization = zone.TakeUtilization();
            if (zone.Take(policy, now) || utilization >= policy.Utilization)
            {
                var before = zone.Gate;
                zone.Gate = before.Next(new(zone.Latency, zone.Best, FastestBeside(locality, now)) { Utilization = utilization, UtilizationElsewhere = EmptiestBeside(locality) }, now, policy);
                changed |= zone.Gate.Share != before.Share;
                if (before.Share == 1 && zone.Gate.Share < 1)
                {
                    log.Add(new SpillBegan(log.Service, now, locality, zone.Latency, zone.Best) { Utilization = utilization });
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

    /// <summary>Adds up, zone by zone, what endpoints did, and what they say they can take.</summary>
    private void Count(ImmutableArray<Endpoint> endpoints, EndpointRecords records, SpillPolicy policy, MonotonicTime now)
    {
        Read(endpoints, policy.CapacityLabel);
        _localities = records.Zones.Length;
        var zones = Array.ConvertAll([.. records.Zones], _zones.GetValueOrDefault);
        for (var i = 0; i < endpoints.Length; i++)
        {
            var record = records.Listed[i];
            var (counts, reported, capacity) = (record.LastObserved, record.Stats.Utilization(now, Fresh), _capacities.IsEmpty ? 0 : _capacities[i]);
            if (counts.Successes > 0 || reported is not null || capacity > 0)
            {
                var zone = zones[record.Zone] ??= _zones[records.Zones[record.Zone]] = new();
                zone.Add(counts, reported, endpoints[i].Weight, capacity, record.Stats.InFlight);
            }
        }
    }

    /// <summary>Reads the labels once for each list.</summary>
    private void Read(ImmutableArray<Endpoint> endpoints, string label)
    {
        if (endpoints == _endpoints && string.Equals(label, _label, StringComparison.Ordinal))
        {
            return;
        }

        (_endpoints, _label) = (endpoints, label);
        var capacities = endpoints.Select(endpoint => label.Length > 0 && endpoint.Labels.TryGetValue(label, out var value)
            && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e9 ? number : 0).ToImmutableArray();
        _capacities = capacities.Any(static capacity => capacity > 0) ? capacities : [];
    }

    /// <summary>The least utilization of another zone; null when nothing is known of one of them.</summary>
    private double? EmptiestBeside(Locality locality)
    {
        var (least, known) = (double.MaxValue, 0);
        foreach (var (other, zone) in _zones)
        {
            if (other != locality && zone.Utilization is { } utilization)
            {
                (least, known) = (Math.Min(least, utilization), known + 1);
            }
        }

        return known > 0 && known >= _localities - 1 ? least : null;
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
        private double _reportedSum;
        private double _reportedWeight;
        private double _inFlight;
        private double _capacity;
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

        /// <summary>How much (0..1 or more) of what it can take is in use, smoothed; null when nothing is known.</summary>
        public double? Utilization { get; private set; }

        public void Add(in HealthCounts counts, double? reported, int weight, double capacity, int inFlight)
        {
            _since += counts;
            (_reportedSum, _reportedWeight) = (_reportedSum + (weight * (reported ?? 0)), _reportedWeight + (reported is null ? 0 : weight));
            (_inFlight, _capacity) = (_inFlight + (capacity > 0 ? inFlight : 0), _capacity + capacity);
        }

        /// <summary>What the endpoints report, by weight, or what is in flight against what they can take, whichever is more; half of it new each time.</summary>
        public double? TakeUtilization()
        {
            double? reported = _reportedWeight > 0 ? _reportedSum / _reportedWeight : null;
            double? own = _capacity > 0 ? _inFlight / _capacity : null;
            var now = own > reported || reported is null ? own : reported;
            (_reportedSum, _reportedWeight, _inFlight, _capacity) = (0, 0, 0, 0);
            return Utilization = now is null ? null : ((Utilization ?? now) + now) / 2;
        }

        /// <summary>Takes the mean latency since the last time; false while there are too few calls for one.</summary>
        public bool Take(SpillPolicy policy, MonotonicTime now)
        {
            if (_since.Successes < policy.MinimumCalls)
            {
                return false;
            }

            _generationFrom ??= now;
            if (now - _generationFrom >= policy.Memory / 2)
            {
                (_generationFrom, _bestBefore, _best) = (now, _best, TimeSpan.MaxValue);
            }

            (Latency, SeenAt, _since) = (_since.MeanLatency, now, default);
            _best = Latency < _best ? Latency : _best;
            return true;
        }
    }
}
