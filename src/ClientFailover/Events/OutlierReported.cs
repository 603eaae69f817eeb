namespace ClientFailover;

/// <summary>A rule that is not enforced has found an outlier; nothing was done.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Evidence">What the rule saw.</param>
public sealed record OutlierReported(ServiceName Service, MonotonicTime At, EndpointIdentity Endpoint, EjectionEvidence Evidence) : FailoverEvent(Service, At);
