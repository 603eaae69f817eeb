namespace ClientFailover;

/// <summary>A zone that was worse fares as well as the others again, and has all its traffic back.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Locality">The zone.</param>
public sealed record LocalityFoundAlike(ServiceName Service, MonotonicTime At, Locality Locality) : FailoverEvent(Service, At);
