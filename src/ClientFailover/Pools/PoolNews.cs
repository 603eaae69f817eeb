using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What a round of maintenance is told from outside.</summary>
/// <param name="Snapshot">The endpoints.</param>
/// <param name="Policy">The rules in force.</param>
/// <param name="Evacuations">What operators want.</param>
/// <param name="Probes">What the probes say.</param>
/// <param name="Delay">For how long this process was held up just now.</param>
internal readonly record struct PoolNews(EndpointSnapshot Snapshot, PoolPolicy Policy, ImmutableArray<Evacuation> Evacuations, ProbeReport Probes, TimeSpan Delay)
{
    /// <summary>How routes fare.</summary>
    public RouteWatch? Routes { get; init; }
}
