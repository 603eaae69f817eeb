namespace ClientFailover;

/// <summary>Another instance than the registry says has answered at an endpoint's address (<see cref="FailoverPolicy.IdentityHeader"/>): it is removed until the registry has listed it anew.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Endpoint">The endpoint.</param>
public sealed record EndpointIsAnother(ServiceName Service, MonotonicTime At, EndpointIdentity Endpoint) : FailoverEvent(Service, At);
