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
    /// <summary>Endpoints that lie outside the limit of the service, or of the calls that the plan is for: they are no part of <see cref="Snapshot"/>.</summary>
    public ImmutableArray<Endpoint> OutOfBounds { get; init; } = [];

    /// <summary>Endpoints at whose address another instance has answered: they are no part of <see cref="Snapshot"/>.</summary>
    public ImmutableArray<Endpoint> Others { get; init; } = [];

    /// <summary>The share of its weight that each endpoint has while it warms up, in the order of the snapshot; empty when all have all of it.</summary>
    public ImmutableArray<float> Shares { get; init; } = [];

    /// <summary>The circuits of zones and regions that are not closed.</summary>
    public ImmutableArray<LocalityCircuit> Circuits { get; init; } = [];

    /// <summary>The zones that do not take all their traffic, because calls there fail more often than elsewhere.</summary>
    public ImmutableDictionary<Locality, LocalityGate> LocalityGates { get; init; } = ImmutableDictionary<Locality, LocalityGate>.Empty;

    /// <summary>The shares (0..1) of their traffic that zones take which are full.</summary>
    public ImmutableDictionary<Locality, double> Spills { get; init; } = ImmutableDictionary<Locality, double>.Empty;

    /// <summary>What the probes say of those that are probed.</summary>
    public ProbeReport Probes { get; init; } = ProbeReport.Empty;

    /// <summary>What operators want.</summary>
    public ImmutableArray<Evacuation> Evacuations { get; init; } = [];

    /// <summary>How far the tiers that lost capacity have come back, by their rank (<see cref="PriorityTier.Rank"/>); a tier without a gate takes all it can.</summary>
    public ImmutableDictionary<int, FailbackGate> Gates { get; init; } = ImmutableDictionary<int, FailbackGate>.Empty;

    /// <summary>The same for those endpoints alone that <paramref name="selector"/> chooses; itself when these are all.</summary>
    public PlanInput Within(EndpointSelector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        var snapshot = Snapshot.Where(selector.Matches);
        if (ReferenceEquals(snapshot, Snapshot))
        {
            return this;
        }

        var stats = ImmutableArray.CreateBuilder<EndpointStats>();
        var shares = ImmutableArray.CreateBuilder<float>();
        for (var i = 0; i < Snapshot.Endpoints.Length; i++)
        {
            if (selector.Matches(Snapshot.Endpoints[i]))
            {
                stats.Add(Stats[i]);
                shares.Add(Shares.IsDefaultOrEmpty ? 1 : Shares[i]);
            }
        }

        return this with
        {
            Snapshot = snapshot,
            Stats = stats.ToImmutable(),
            Shares = Shares.IsDefaultOrEmpty ? [] : shares.ToImmutable(),
            OutOfBounds = [.. OutOfBounds, .. Snapshot.Endpoints.Where(endpoint => !selector.Matches(endpoint))],
        };
    }
}
