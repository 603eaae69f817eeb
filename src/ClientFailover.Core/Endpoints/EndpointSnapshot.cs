using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The endpoints of a service as they were last known, and how well they are known. Immutable.</summary>
/// <param name="Endpoints">The endpoints, each identity once.</param>
/// <param name="Version">Grows by one with every change of the list; 0 before the first answer.</param>
/// <param name="Source">The resolver that gave the list, for explanations; empty before the first answer.</param>
/// <param name="ConfirmedAt">When the source last gave the list. It may stand by it without a word: <see cref="ResolutionState.Age"/> says for how long nobody does.</param>
/// <param name="Unconfirmed">
/// How many of <paramref name="Endpoints"/>, at their end, no source names at present: kept because its answer was empty or had collapsed (see <see cref="RegistryGuardPolicy"/>), or recalled from
/// an earlier run. They are probed like those that are doubted.
/// </param>
public sealed record EndpointSnapshot(
    ImmutableArray<Endpoint> Endpoints, long Version, string Source, MonotonicTime ConfirmedAt, int Unconfirmed = 0)
{
    /// <summary>What is known before a source has answered: nothing.</summary>
    public static readonly EndpointSnapshot None = new([], 0, "", MonotonicTime.Zero);

    /// <summary>The same list with only those of its endpoints that <paramref name="isKept"/> wants, in their order, and with as many unconfirmed ones as are left of them.</summary>
    /// <returns>This list itself when all are kept.</returns>
    public EndpointSnapshot Where(Func<Endpoint, bool> isKept)
    {
        ArgumentNullException.ThrowIfNull(isKept);
        var kept = ImmutableArray.CreateBuilder<Endpoint>(Endpoints.Length);
        var unconfirmed = 0;
        for (var i = 0; i < Endpoints.Length; i++)
        {
            if (isKept(Endpoints[i]))
            {
                kept.Add(Endpoints[i]);
                unconfirmed += IsUnconfirmed(i) ? 1 : 0;
            }
        }

        return kept.Count == Endpoints.Length ? this : this with { Endpoints = kept.DrainToImmutable(), Unconfirmed = unconfirmed };
    }

    /// <summary>Whether the endpoint at <paramref name="index"/> is one that no source names at present.</summary>
    public bool IsUnconfirmed(int index) => index >= Endpoints.Length - Unconfirmed;
}
