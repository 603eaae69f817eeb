namespace ClientFailover;

/// <summary>A version that had been worse is no worse than the others any more, or is gone.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Label">The label that names the version.</param>
/// <param name="Version">Its value.</param>
public sealed record VersionFoundAlike(ServiceName Service, MonotonicTime At, string Label, string Version) : FailoverEvent(Service, At);
