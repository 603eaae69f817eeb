namespace ClientFailover;

/// <summary>One endpoint as a review of the ejections sees it.</summary>
/// <param name="Identity">The endpoint.</param>
/// <param name="Tier">Its tier: endpoints are compared, and ejections bounded, tier by tier.</param>
/// <param name="Runs">Its failures in a row.</param>
/// <param name="Counts">What its attempts came to within the interval; the default value between two sweeps.</param>
/// <param name="Probe">What its probes say; null when they say nothing (yet).</param>
public readonly record struct OutlierCandidate(EndpointIdentity Identity, int Tier, FailureRuns Runs, HealthCounts Counts, ProbeState? Probe = null)
{
    /// <summary>Whether its failures of late were all of routes that are to blame for them (<see cref="RouteRule"/>): it is released if it was ejected for failures in a row.</summary>
    public bool IsCleared { get; init; }
}
