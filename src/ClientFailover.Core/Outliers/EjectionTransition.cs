namespace ClientFailover;

/// <summary>A change of an endpoint's ejection, with the evidence.</summary>
/// <param name="Identity">The endpoint.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="From">What it was.</param>
/// <param name="Ejection">What it is now.</param>
/// <param name="ConsecutiveFailures">Failed attempts in a row when it was decided.</param>
/// <param name="ConsecutiveConnectFailures">Failed connects in a row when it was decided.</param>
public readonly record struct EjectionTransition(
    EndpointIdentity Identity, int Tier, EndpointHealth From, Ejection Ejection, int ConsecutiveFailures, int ConsecutiveConnectFailures)
{
    /// <summary>Whether this is the end of an ejection.</summary>
    public bool IsRelease => !Ejection.IsActive;
}
