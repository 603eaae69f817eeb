namespace ClientFailover;

/// <summary>A zone that was full takes all its traffic again.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Locality">The zone.</param>
public sealed record SpillEnded(ServiceName Service, MonotonicTime At, Locality Locality) : FailoverEvent(Service, At);
