namespace ClientFailover;

/// <summary>The circuit of a zone or region was opened, is half-open, or was closed.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Locality">The zone; or the region, with an empty zone.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it is now.</param>
/// <param name="Evidence">What was seen in it; null where its probes decided.</param>
public sealed record CircuitMoved(ServiceName Service, MonotonicTime At, Locality Locality, CircuitSnapshot From, CircuitSnapshot To, LocalityEvidence? Evidence) : FailoverEvent(Service, At);
