namespace ClientFailover;

/// <summary>How the routes of a service fare at its endpoints. Failures are always told apart, successes only while some endpoint fails: calls of a service that works pay nothing. Safe from any thread.</summary>
internal sealed class RouteWatch
{
    /// <summary>More would be made up by who calls us, or by paths whose parts were not recognized: what is beyond is held against the endpoints.</summary>
    private const int MostRoutes = 256;

    private const long Off = long.MinValue;

    /// <summary>How long routes are looked at after a run of failures: they are to be known before the next one.</summary>
    private static readonly TimeSpan Attention = RouteRule.Window * 3;

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
    public void Advance(PoolLog log)
    {
        lock (_lock)
        {
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
        }
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

        var here = route.Add(stats, succeeded: false, now);
        var own = here.Calls.Sum(now);
        here.FailingSince = own.Failures == 1 ? now : here.FailingSince;
        var all = route.All.Sum(now);
        if (all.FailureRate <= RouteRule.WorkingFailureShare)
        {
            Working(stats).Add(succeeded: false, now);
        }

        var others = Working(stats).Sum(now);
        if (!RouteRule.IsOfRoute(own, all - own, others, now - here.FailingSince))
        {
            return false;
        }

        route.IsAtFault |= others.Total > 0;
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

        public Dictionary<EndpointStats, Place> At { get; } = [];

        public bool IsAtFault { get; set; }

        public bool IsTold { get; set; }

        public Place Add(EndpointStats stats, bool succeeded, MonotonicTime now)
        {
            if (!At.TryGetValue(stats, out var place))
            {
                At.Add(stats, place = new());
            }

            place.Calls.Add(succeeded, now);
            All.Add(succeeded, now);
            return place;
        }
    }

    private sealed class Place
    {
        public RateWindow Calls { get; } = new(RouteRule.Window);

        public MonotonicTime FailingSince { get; set; }
    }
}
