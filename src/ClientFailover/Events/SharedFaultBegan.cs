namespace ClientFailover;

/// <summary>Calls fail alike in every locality that is known: the fault is one they share, and traffic stays where it is.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
public sealed record SharedFaultBegan(ServiceName Service, MonotonicTime At) : FailoverEvent(Service, At);
