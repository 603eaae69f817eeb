namespace ClientFailover;

/// <summary>An evacuation has run out, or was ended.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Evacuation">What was wanted.</param>
public sealed record EvacuationEnded(ServiceName Service, MonotonicTime At, Evacuation Evacuation) : FailoverEvent(Service, At);
