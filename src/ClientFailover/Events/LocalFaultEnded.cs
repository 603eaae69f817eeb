namespace ClientFailover;

/// <summary>This process is well again; what happened meanwhile is forgotten.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
public sealed record LocalFaultEnded(ServiceName Service, MonotonicTime At) : FailoverEvent(Service, At);
