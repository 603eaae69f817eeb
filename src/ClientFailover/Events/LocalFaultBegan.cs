namespace ClientFailover;

/// <summary>This process itself is sick: what it sees of others is no evidence, and nobody is ejected for it.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Delay">For how long nothing ran that should have.</param>
public sealed record LocalFaultBegan(ServiceName Service, MonotonicTime At, TimeSpan Delay) : FailoverEvent(Service, At);
