namespace ClientFailover;

/// <summary>What the attempts in one zone, or in one region, came to lately.</summary>
/// <param name="Locality">The zone; or the region, with an empty zone.</param>
/// <param name="Counts">The attempts at its endpoints within <see cref="LocalityBreakerPolicy.Window"/>.</param>
/// <param name="FailingParts">How many of its endpoints had failures; for a region, how many of its zones.</param>
/// <param name="Usable">How many of its endpoints may take traffic, its circuit apart.</param>
public readonly record struct LocalityEvidence(Locality Locality, HealthCounts Counts, int FailingParts, int Usable)
{
    /// <summary>How many of its endpoints have refused a TLS handshake lately, or were refused one.</summary>
    public int TlsFailing { get; init; }

    /// <summary>Attempts and failures; overload counts as success here: it wants less traffic, not none.</summary>
    public RateSample Rate => new(Counts.Successes + Counts.Overloads, Counts.Total);
}
