using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A play for clients and a simulated fleet: who there is, what happens to them, and what must hold. Immutable; run by <see cref="ScenarioRunner"/>.</summary>
public sealed record Scenario
{
    /// <summary>What it is called in a report.</summary>
    public required string Name { get; init; }

    /// <summary>The number of the failure case it stands for; 0 (the default) for none.</summary>
    public int Case { get; init; }

    /// <summary>The seed of everything the fleet and the traffic leave to chance, and of the clients' own. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The client processes, each with a registry of pools of its own.</summary>
    public required ImmutableArray<ScenarioClients> Clients { get; init; }

    /// <summary>
    /// The options of the service, by their path below <c>LocalityFailover:Services:&lt;name&gt;</c>: <c>OutlierDetection:BaseEjectionTime</c>. Default: none.
    /// </summary>
    public ImmutableDictionary<string, string> Policy { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The endpoints of the service.</summary>
    public required ImmutableArray<FleetEndpoint> Fleet { get; init; }

    /// <summary>What the way to an endpoint costs. Default: nothing.</summary>
    public FleetNetwork Network { get; init; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The calls each client makes.</summary>
    public required ScenarioTraffic Traffic { get; init; }

    /// <summary>What happens, in any order. Default: nothing.</summary>
    public ImmutableArray<ScenarioEvent> Timeline { get; init; } = [];

    /// <summary>What must hold; at least one, because a scenario that asserts nothing proves nothing.</summary>
    public required ImmutableArray<ScenarioAssertion> Oracle { get; init; }
}
