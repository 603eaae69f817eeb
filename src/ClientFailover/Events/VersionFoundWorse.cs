namespace ClientFailover;

/// <summary>The endpoints of one version fail more often than all others together: it is the version, not the hosts.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Label">The label that names the version.</param>
/// <param name="Version">Its value.</param>
/// <param name="Own">The attempts at its endpoints within the interval.</param>
/// <param name="Others">The attempts at all others.</param>
public sealed record VersionFoundWorse(ServiceName Service, MonotonicTime At, string Label, string Version, RateSample Own, RateSample Others) : FailoverEvent(Service, At);
