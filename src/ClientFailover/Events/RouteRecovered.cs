namespace ClientFailover;

/// <summary>A route that failed everywhere works again, or has not been called for a while.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Route">The route.</param>
public sealed record RouteRecovered(ServiceName Service, MonotonicTime At, string Route) : FailoverEvent(Service, At);
