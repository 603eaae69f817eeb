using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>How the routes of a service fare at its endpoints. Failures are always told apart, successes only while some endpoint fails: calls of a service that works pay nothing. Safe from any thread.</summary>
internal sealed class RouteWatch
{
    /// <summary>More would be made up by who calls us, or by paths whose parts were not recognized: what is beyond is held against the endpoints.</summary>
    private const int MostRoutes = 256;

    private const long Off = long.MinValue;

    /// <summary>How long routes are looked at after a run of failures: they are to be known before the next one.</summary>
    private static readonly TimeSpan Attention = RouteRule.Window * 3;

    private static readonly IReadOnlySet<EndpointStats> NoEndpoints = FrozenSet<EndpointStats>.Empty;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Route> _failing = new(StringComparer.Ordinal);
    private readonly Dictionary<EndpointStats, RateWindow> _working = [];
    private long _until = Off;

    /// <summary>Whether successes want their routes said.</summary>
    public bool IsOn => Volatile.Read(ref _until) != Off;

    /// <summary>Takes in an attempt. True when it failed, and its route is to blame for that and not the endpoint.</summary>
    /// <param name="stats">Its endpoint's.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="now">The time.</param>
    public bool Take(EndpointStats stats, in CallOutcome outcome, MonotonicTime now)
    {
        var failed = RouteRule.MayBeOfRoute(outcome);
        if (failed && stats.Runs.Failures + 1 >= RouteRule.LeastRun)
        {
            Volatile.Write(ref _until, (now + Attention).Ticks);
        }

        if (outcome.Route is not { } route || !(failed || (IsOn && outcome.Kind == OutcomeKind.Success)))
        {
            return false;
        }

        lock (_lock)
        {
            return failed ? TakeFailure(stats, route, now) : TakeSuccess(stats, route, now);
        }
    }

    /// <summary>Tells what was found, and forgets what is over. Called by the pool's loop.</summary>
    /// <returns>The endpoints that fail on routes alone that are to blame for it.</returns>
    public IReadOnlySet<EndpointStats> Advance(PoolLog log)
    {
        lock (_lock)
        {
            if (_failing.Count == 0 && !IsOn)
            {
                return NoEndpoints;
            }

            foreach (var (name, route) in _failing)
            {
                var calls = route.All.Sum(log.Now);
                if (route.IsAtFault && !route.IsTold)
                {
                    route.IsTold = true;
                    log.Add(new RouteFoundFailing(log.Service, log.Now, name, calls, route.At.Count));
                }

                if (calls.FailureRate <= RouteRule.WorkingFailureShare)
                {
                    _failing.Remove(name);
                    if (route.IsTold)
                    {
                        log.Add(new RouteRecovered(log.Service, log.Now, name));
                    }
                }
            }

            if (IsOn && _failing.Count == 0 && log.Now.Ticks >= Volatile.Read(ref _until))
            {
                _working.Clear();
                Volatile.Write(ref _until, Off);
            }

            return Cleared(log.Now);
        }
    }

    private IReadOnlySet<EndpointStats> Cleared(MonotonicTime now)
    {
        HashSet<EndpointStats>? cleared = null;
        foreach (var route in _failing.Values.Where(static route => route.IsAtFault))
        {
            (cleared ??= []).UnionWith(route.FailingAt(now));
        }

        if (cleared is not null)
        {
            foreach (var route in _failing.Values.Where(static route => !route.IsAtFault))
            {
                cleared.ExceptWith(route.FailingAt(now));
            }
        }

        return cleared ?? NoEndpoints;
    }

    private bool TakeFailure(EndpointStats stats, string name, MonotonicTime now)
    {
        if (!_failing.TryGetValue(name, out var route))
        {
            if (_failing.Count >= MostRoutes)
            {
                return false;
            }

            _failing.Add(name, route = new());
        }

        var own = route.Add(stats, succeeded: false, now);
        var all = route.All.Sum(now);
        if (all.FailureRate <= RouteRule.WorkingFailureShare)
        {
            Working(stats).Add(succeeded: false, now);
        }

        if (!RouteRule.IsOfRoute(own, all - own, Working(stats).Sum(now)))
        {
            return false;
        }

        route.IsAtFault = true;
        return true;
    }

    private bool TakeSuccess(EndpointStats stats, string name, MonotonicTime now)
    {
        if (_failing.TryGetValue(name, out var route))
        {
            route.Add(stats, succeeded: true, now);
            if (route.All.Sum(now).FailureRate > RouteRule.WorkingFailureShare)
            {
                return false;
            }
        }

        Working(stats).Add(succeeded: true, now);
        return false;
    }

    private RateWindow Working(EndpointStats stats)
    {
        if (!_working.TryGetValue(stats, out var window))
        {
            _working.Add(stats, window = new(RouteRule.Window));
        }

        return window;
    }

    private sealed class Route
    {
        public RateWindow All { get; } = new(RouteRule.Window);

        public Dictionary<EndpointStats, RateWindow> At { get; } = [];

        public bool IsAtFault { get; set; }

        public bool IsTold { get; set; }

        public RateSample Add(EndpointStats stats, bool succeeded, MonotonicTime now)
        {
            if (!At.TryGetValue(stats, out var calls))
            {
                At.Add(stats, calls = new(RouteRule.Window));
            }

            calls.Add(succeeded, now);
            All.Add(succeeded, now);
            return calls.Sum(now);
        }

        public IEnumerable<EndpointStats> FailingAt(MonotonicTime now) => At.Where(place => place.Value.Sum(now).Failures > 0).Select(static place => place.Key);
    }
}
