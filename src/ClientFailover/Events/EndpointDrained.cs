namespace ClientFailover;

/// <summary>An endpoint has been out of the list, or draining, for the whole drain time (<see cref="TimeoutPolicy.Drain"/>): what still runs there is cut.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Endpoint">The endpoint.</param>
public sealed record EndpointDrained(ServiceName Service, MonotonicTime At, EndpointIdentity Endpoint) : FailoverEvent(Service, At);
