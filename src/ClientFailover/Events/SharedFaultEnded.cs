namespace ClientFailover;

/// <summary>Calls succeed again somewhere, or nothing was heard of a shared fault for a while.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
public sealed record SharedFaultEnded(ServiceName Service, MonotonicTime At) : FailoverEvent(Service, At);
