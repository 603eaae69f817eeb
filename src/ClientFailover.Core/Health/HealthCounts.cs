namespace ClientFailover;

/// <summary>What the attempts at an endpoint came to within a span of time.</summary>
/// <param name="Successes">Attempts that succeeded.</param>
/// <param name="ServerFailures">Attempts answered with a failure that is not overload.</param>
/// <param name="LocalFailures">Attempts without an answer.</param>
/// <param name="Overloads">Attempts answered with overload.</param>
/// <param name="LatencySum">The latency of the successes together, to 0.1 ms each.</param>
public readonly record struct HealthCounts(long Successes, long ServerFailures, long LocalFailures, long Overloads, TimeSpan LatencySum)
{
    /// <summary>How many of the server failures were their routes' and not the endpoint's (<see cref="RouteRule"/>).</summary>
    public long OfRoutes { get; init; }

    /// <summary>All attempts.</summary>
    public long Total => Successes + ServerFailures + LocalFailures + Overloads;

    /// <summary>All attempts that failed, overload included.</summary>
    public long Failures => Total - Successes;

    /// <summary>The mean latency of the successes; zero when there are none.</summary>
    public TimeSpan MeanLatency => Successes == 0 ? TimeSpan.Zero : LatencySum / Successes;

    /// <summary>What is left for rules that judge the endpoint.</summary>
    public HealthCounts WithoutRoutes() => OfRoutes == 0 ? this : this with { ServerFailures = ServerFailures - OfRoutes, OfRoutes = 0 };

    /// <summary>The attempts of both.</summary>
    public static HealthCounts operator +(HealthCounts a, HealthCounts b) => new(
        a.Successes + b.Successes, a.ServerFailures + b.ServerFailures, a.LocalFailures + b.LocalFailures, a.Overloads + b.Overloads, a.LatencySum + b.LatencySum)
    { OfRoutes = a.OfRoutes + b.OfRoutes };
}
