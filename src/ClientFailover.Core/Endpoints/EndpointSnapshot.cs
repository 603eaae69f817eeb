using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The endpoints of a service as they were last known, and how well they are known. Immutable.</summary>
/// <param name="Endpoints">The endpoints, each identity once.</param>
/// <param name="Version">Grows by one with every change of the list; 0 before the first answer.</param>
/// <param name="Source">The resolver that gave the list, for explanations; empty before the first answer.</param>
/// <param name="ConfirmedAt">When the source last confirmed the list.</param>
/// <param name="Disputed">
/// How many of <paramref name="Endpoints"/> the source no longer names, kept because its answer was empty or had collapsed (see <see cref="RegistryGuardPolicy"/>).
/// </param>
public sealed record EndpointSnapshot(
    ImmutableArray<Endpoint> Endpoints, long Version, string Source, MonotonicTime ConfirmedAt, int Disputed = 0)
{
    /// <summary>What is known before a source has answered: nothing.</summary>
    public static readonly EndpointSnapshot None = new([], 0, "", MonotonicTime.Zero);

    /// <summary>How long ago the source confirmed the list.</summary>
    public TimeSpan Age(MonotonicTime now) => now > ConfirmedAt ? now - ConfirmedAt : TimeSpan.Zero;
}
