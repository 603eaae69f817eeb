namespace ClientFailover;

/// <summary>Something that a pool has decided or noticed, with its evidence. Immutable. Get them by <see cref="IEndpointPoolRegistry.Subscribe"/>.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
public abstract record FailoverEvent(ServiceName Service, MonotonicTime At);
