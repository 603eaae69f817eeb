namespace ClientFailover;

/// <summary>A route fails wherever it is called, at endpoints that serve their other routes: it is the route, and nobody is ejected for it (<see cref="RouteRule"/>).</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Route">The route, such as <c>GET /orders/*</c>.</param>
/// <param name="Calls">Its calls at all endpoints within <see cref="RouteRule.Window"/>.</param>
/// <param name="Endpoints">At how many endpoints it was called.</param>
public sealed record RouteFoundFailing(ServiceName Service, MonotonicTime At, string Route, RateSample Calls, int Endpoints) : FailoverEvent(Service, At);
