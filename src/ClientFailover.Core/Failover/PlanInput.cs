using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What a plan is made from.</summary>
/// <param name="Snapshot">The endpoints.</param>
/// <param name="Stats">The record of each endpoint's calls, in the order of the snapshot.</param>
/// <param name="Ejections">Who is ejected.</param>
/// <param name="Caller">Where the caller runs.</param>
/// <param name="Policy">The rules.</param>
public sealed record PlanInput(
    EndpointSnapshot Snapshot, ImmutableArray<EndpointStats> Stats, EjectionLedger Ejections, Caller Caller, FailoverPolicy Policy)
{
    /// <summary>The share of its weight that each endpoint has while it warms up, in the order of the snapshot; empty when all have all of it.</summary>
    public ImmutableArray<float> Shares { get; init; } = [];
}
