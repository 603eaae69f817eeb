namespace ClientFailover;

/// <summary>The endpoints come from another source than before: a target was lost, another took over, or an earlier one has come back (<see cref="ServiceOptions.Targets"/>).</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="From">Who served, such as <c>kubernetes</c>; of merged targets all that had endpoints, such as <c>kubernetes+consul/orders-legacy</c>.</param>
/// <param name="To">Who serves.</param>
/// <param name="Reason">Why; empty when it is not known.</param>
public sealed record SourceMoved(ServiceName Service, MonotonicTime At, string From, string To, string Reason) : FailoverEvent(Service, At);
