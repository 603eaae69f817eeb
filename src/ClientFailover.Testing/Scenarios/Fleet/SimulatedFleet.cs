using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>The endpoints of a scenario, as they are now.</summary>
internal sealed class SimulatedFleet : IDisposable
{
    private readonly Dictionary<string, SimulatedEndpoint> _byName;
    private readonly Scenario _scenario;

    public SimulatedFleet(Scenario scenario)
    {
        _scenario = scenario;
        // Each endpoint draws numbers of its own: what happens to one changes nothing for the others.
        _byName = scenario.Fleet.Select((shape, index) => new SimulatedEndpoint(shape, new Random((scenario.Seed * 1_000_003) + index)))
            .ToDictionary(endpoint => endpoint.Shape.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The endpoint of that name; null when there is none.</summary>
    public SimulatedEndpoint? Find(string name) => _byName.GetValueOrDefault(name);

    public ImmutableArray<SimulatedEndpoint> Select(FleetSelector selector) => [.. selector.Of(_scenario.Fleet).Select(shape => _byName[shape.Name])];

    /// <summary>Whether an answer that is seen late is seen after everything else that is late.</summary>
    public bool AnswersLast { get; set; }

    public void Dispose()
    {
        foreach (var endpoint in _byName.Values)
        {
            endpoint.Dispose();
        }
    }

    /// <summary>How long the way from a client to an endpoint and back takes.</summary>
    public TimeSpan Way(Locality client, SimulatedEndpoint endpoint) => _scenario.Network.Between(client, endpoint.Shape.Locality);
}
