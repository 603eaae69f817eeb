namespace ClientFailover;

/// <summary>An evacuation is in force.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Evacuation">What is wanted, why and until when.</param>
/// <param name="Matches">How many endpoints it concerns at present; 0 may be a slip of the pen.</param>
public sealed record EvacuationBegan(ServiceName Service, MonotonicTime At, Evacuation Evacuation, int Matches) : FailoverEvent(Service, At);
