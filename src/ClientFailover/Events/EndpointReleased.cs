namespace ClientFailover;

/// <summary>The ejection of an endpoint has ended: it takes traffic again, little at first.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="From">What it was.</param>
/// <param name="Ejection">What had ejected it.</param>
public sealed record EndpointReleased(ServiceName Service, MonotonicTime At, EndpointIdentity Endpoint, int Tier, EndpointHealth From, Ejection Ejection) : FailoverEvent(Service, At);
