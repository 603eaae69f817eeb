namespace ClientFailover;

/// <summary>An endpoint was ejected, or weighted down.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="From">What it was.</param>
/// <param name="Ejection">What it is now, with the evidence and until when.</param>
public sealed record EndpointEjected(ServiceName Service, MonotonicTime At, EndpointIdentity Endpoint, int Tier, EndpointHealth From, Ejection Ejection) : FailoverEvent(Service, At);
