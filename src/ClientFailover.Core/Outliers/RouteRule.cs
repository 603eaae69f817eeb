namespace ClientFailover;

/// <summary>Tells a route that fails from an endpoint that fails.</summary>
/// <remarks>
/// A route is at fault where it fails at the others as it does here, and this endpoint serves its other routes. If either does not hold it is the endpoint: a route that fails here alone
/// works elsewhere, and an endpoint whose routes all fail is no use. An endpoint that was ejected before that was known is released. What is found to be a route's still counts for its zone, which may have lost what the route needs.
/// </remarks>
public static class RouteRule
{
    /// <summary>The span that the counts are of.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>So many failures in a row at an endpoint have successes told apart by route: it is not worth it for less.</summary>
    public const int LeastRun = 2;

    /// <summary>A route that fails less often (0..1) is one that works.</summary>
    public const double WorkingFailureShare = 0.1;

    private const int LeastPeerCalls = 5;
    private const int LeastOtherCalls = 3;

    /// <summary>Whether the failures of a route at an endpoint are the route's.</summary>
    /// <param name="own">The route's calls at the endpoint.</param>
    /// <param name="peers">The route's calls at all other endpoints.</param>
    /// <param name="others">The endpoint's calls of routes that work.</param>
    public static bool IsOfRoute(RateSample own, RateSample peers, RateSample others) =>
        peers.Total >= LeastPeerCalls && peers.FailureRate * 2 >= own.FailureRate
        && others.Total >= LeastOtherCalls && others.FailureRate <= WorkingFailureShare;

    /// <summary>Whether an outcome can be about its route at all: an answer that is a failure, or none in time. A connection fails for every route.</summary>
    public static bool MayBeOfRoute(in CallOutcome outcome) =>
        outcome is { Route: not null, Kind: OutcomeKind.ServerError or OutcomeKind.GatewayError or OutcomeKind.TimedOut };
}
