namespace ClientFailover;

/// <summary>Calls in a zone fail more often than elsewhere, across its endpoints: a grey failure. Most of its traffic goes elsewhere from now on.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Locality">The zone.</param>
/// <param name="Own">The attempts there within <see cref="LocalityComparisonPolicy.Window"/>.</param>
/// <param name="Others">The attempts in all other zones.</param>
public sealed record LocalityFoundWorse(ServiceName Service, MonotonicTime At, Locality Locality, RateSample Own, RateSample Others) : FailoverEvent(Service, At);
