using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace ClientFailover;

/// <summary>The instruments of this library. While nobody listens a measurement costs one read of a flag.</summary>
internal sealed class FailoverMetrics : IDisposable
{
    private static readonly string[] TierNames = [.. Enumerable.Range(0, 16).Select(tier => tier.ToString(CultureInfo.InvariantCulture))];

    /// <summary>
    /// The bounds of both durations, in seconds. OpenTelemetry's own suit milliseconds: nearly every call would fall into their first bucket. Close together
    /// where calls within a zone end, and up to 10 s, where time-outs do.
    /// </summary>
    private static readonly InstrumentAdvice<double> DurationAdvice = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly Func<IEnumerable<EndpointPool>> _pools;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _callerErrors;
    private readonly Histogram<double> _callDuration;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _attemptDuration;
    private readonly Counter<long> _ejections;
    private readonly Counter<long> _circuits;

    /// <param name="factory">The application's meter factory, which then owns the meter; null to own it here.</param>
    /// <param name="pools">The pools whose state the gauges read.</param>
    public FailoverMetrics(IMeterFactory? factory, Func<IEnumerable<EndpointPool>> pools)
    {
        _pools = pools;
        _ownsMeter = factory is null;
        var options = new MeterOptions(FailoverTelemetry.MeterName) { Version = FailoverTelemetry.Version };
        _meter = factory?.Create(options) ?? new Meter(options);
        _calls = _meter.CreateCounter<long>("clientfailover.calls", "{call}", "Calls that have ended.");
        _callerErrors = _meter.CreateCounter<long>("clientfailover.caller_errors", "{call}", "Calls that ended with an error for the caller.");
        _callDuration = _meter.CreateHistogram<double>(
            "clientfailover.call.duration", "s", "From a caller's request to its answer, all attempts and waits included.", tags: null, DurationAdvice);
        _attempts = _meter.CreateCounter<long>("clientfailover.attempts", "{attempt}", "Attempts that have ended.");
        _attemptDuration = _meter.CreateHistogram<double>(
            "clientfailover.attempt.duration", "s", "From sending an attempt to its response headers, or to its failure.", tags: null, DurationAdvice);
        _ejections = _meter.CreateCounter<long>("clientfailover.ejections", "{ejection}", "Endpoints ejected or released.");
        _circuits = _meter.CreateCounter<long>("clientfailover.circuit.transitions", "{transition}", "Zones and regions left as a whole, tried again, and in use again.");
        _meter.CreateObservableGauge("clientfailover.tier.load", TierLoads, "1", "The share of a service's calls that a tier takes.");
        _meter.CreateObservableGauge("clientfailover.endpoints", EndpointCounts, "{endpoint}", "Endpoints by tier and health.");
        _meter.CreateObservableGauge("clientfailover.registry.age", RegistryAges, "s", "For how long no source has stood by a service's endpoints; 0 while one does.");
    }

    public bool CallsEnabled => _calls.Enabled || _callerErrors.Enabled || _callDuration.Enabled;

    public bool AttemptsEnabled => _attempts.Enabled || _attemptDuration.Enabled;

    public void CallCompleted(EndpointPool pool, in CompletedCall call)
    {
        var tags = Tags(pool, call.LastPick);
        tags.Add("outcome", call.Result switch { CallResult.Success => "success", CallResult.Error => "error", _ => "cancelled" });
        _calls.Add(1, tags);
        _callDuration.Record(call.Duration.TotalSeconds, tags);
        if (call.Result == CallResult.Error)
        {
            _callerErrors.Add(1, tags);
        }
    }

    public void AttemptCompleted(EndpointPool pool, in PickResult pick, in CallOutcome outcome)
    {
        var tags = Tags(pool, pick);
        tags.Add("outcome", FailoverTelemetry.NameOf(outcome.Kind));
        if (outcome.IsShadow)
        {
            tags.Add("shadow", true);
        }

        _attempts.Add(1, tags);
        _attemptDuration.Record(outcome.Latency.TotalSeconds, tags);
    }

    public void Happened(EndpointPool pool, FailoverEvent happened)
    {
        switch (happened)
        {
            case EndpointEjected e:
                Ejected(pool, e.Endpoint, e.Tier, e.Ejection, NameOf(e.Ejection.Health));
                break;
            case EndpointReleased e:
                Ejected(pool, e.Endpoint, e.Tier, e.Ejection, "released");
                break;
            case CircuitMoved e:
                CircuitMoved(pool, e);
                break;
        }
    }

    public void Dispose()
    {
        if (_ownsMeter)
        {
            _meter.Dispose();
        }
    }

    /// <summary>
    /// What names the pool. A service may have a second one, under the options of another: unless both are told apart, the gauges of one overwrite those of
    /// the other.
    /// </summary>
    private static TagList Tags(EndpointPool pool)
    {
        var tags = new TagList { { "service", pool.Service.ToString() } };
        if (pool.PolicyName is { } policy)
        {
            tags.Add("policy", policy);
        }

        return tags;
    }

    private static TagList Tags(EndpointPool pool, in PickResult pick)
    {
        var tags = Tags(pool);
        if (pick.HasEndpoint)
        {
            tags.Add("tier", TierName(pick.Tier));
            tags.Add("region", pick.Endpoint.Locality.Region);
            tags.Add("zone", pick.Endpoint.Locality.Zone);
        }
        else if (pick.Refusal != RefusalReason.None)
        {
            tags.Add("refusal", FailoverTelemetry.NameOf(pick.Refusal));
        }

        return tags;
    }

    private void Ejected(EndpointPool pool, EndpointIdentity endpoint, int tier, in Ejection ejection, string change)
    {
        if (_ejections.Enabled)
        {
            var tags = Tags(pool);
            tags.Add("tier", TierName(tier));
            tags.Add("endpoint", endpoint.Address.Authority);
            tags.Add("change", change);
            tags.Add("reason", FailoverTelemetry.NameOf(ejection.Reason));
            _ejections.Add(1, tags);
        }
    }

    private void CircuitMoved(EndpointPool pool, CircuitMoved moved)
    {
        if (_circuits.Enabled)
        {
            var tags = Tags(pool);
            tags.Add("region", moved.Locality.Region);
            tags.Add("zone", moved.Locality.Zone);
            tags.Add("state", moved.To.State switch { CircuitState.Open => "open", CircuitState.HalfOpen => "half_open", _ => "closed" });
            _circuits.Add(1, tags);
        }
    }

    private IEnumerable<Measurement<double>> TierLoads() =>
        from pool in _pools()
        from tier in pool.Plan.Tiers
        select new Measurement<double>((tier.Load + tier.DegradedLoad) / 100.0, Tags(pool, tier));

    private IEnumerable<Measurement<long>> EndpointCounts() =>
        (from pool in _pools()
         from tier in pool.Plan.Tiers
         from health in tier.Members.CountBy(member => member.Health)
         select new Measurement<long>(health.Value, [.. Tags(pool, tier), new("health", NameOf(health.Key))]))
        .Concat(from pool in _pools()
                where !pool.Plan.Input.OutOfBounds.IsEmpty
                select new Measurement<long>(pool.Plan.Input.OutOfBounds.Length, [.. Tags(pool), new("health", "out_of_bounds")]));

    /// <summary>One for each service: all its pools have their list from the same watch.</summary>
    private IEnumerable<Measurement<double>> RegistryAges() =>
        from pool in _pools().DistinctBy(pool => pool.Service)
        let registry = pool.Registry
        where registry.Snapshot.Version > 0
        select new Measurement<double>(registry.Age(pool.Now).TotalSeconds, new("service", pool.Service.ToString()), new("source", registry.Snapshot.Source));

    private static TagList Tags(EndpointPool pool, PriorityTier tier)
    {
        var tags = Tags(pool);
        tags.Add("tier", TierName(tier.Index));
        return tags;
    }

    private static string TierName(int tier) => tier < TierNames.Length ? TierNames[tier] : tier.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(EndpointHealth health) => health switch
    {
        EndpointHealth.Healthy => "healthy",
        EndpointHealth.Degraded => "degraded",
        EndpointHealth.WeightedDown => "weighted_down",
        EndpointHealth.Ejected => "ejected",
        _ => "draining",
    };
}
