namespace ClientFailover;

/// <summary>A change of an endpoint's ejection. The evidence is that of <see cref="Ejection"/>.</summary>
/// <param name="Identity">The endpoint.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="From">What it was.</param>
/// <param name="Ejection">What it is now.</param>
public readonly record struct EjectionTransition(EndpointIdentity Identity, int Tier, EndpointHealth From, Ejection Ejection)
{
    /// <summary>Whether this is the end of an ejection.</summary>
    public bool IsRelease => !Ejection.IsActive;
}
