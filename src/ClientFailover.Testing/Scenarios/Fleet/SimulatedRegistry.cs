using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>The registry as one client sees it.</summary>
internal sealed class SimulatedRegistry
{
    private const int Port = 8080;
    private static readonly ServiceName Service = ServiceName.Parse(ScenarioClientSetup.Service);
    private readonly HashSet<string> _unlisted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableDictionary<string, string>> _labels;
    private readonly ImmutableArray<FleetEndpoint> _fleet;
    private bool _lost;

    public SimulatedRegistry(ImmutableArray<FleetEndpoint> fleet)
    {
        _fleet = fleet;
        _labels = fleet.ToDictionary(endpoint => endpoint.Name, endpoint => endpoint.Labels, StringComparer.Ordinal);
        Publish();
    }

    public ScriptedResolver Resolver { get; } = new("registry");

    /// <summary>Names endpoints or names them no longer.</summary>
    public void List(ImmutableArray<FleetEndpoint> endpoints, bool listed)
    {
        foreach (var endpoint in endpoints)
        {
            _ = listed ? _unlisted.Remove(endpoint.Name) : _unlisted.Add(endpoint.Name);
        }

        Publish();
    }

    public void Relabel(ImmutableArray<FleetEndpoint> endpoints, IEnumerable<KeyValuePair<string, string>> labels)
    {
        foreach (var endpoint in endpoints)
        {
            _labels[endpoint.Name] = _labels[endpoint.Name].SetItems(labels);
        }

        Publish();
    }

    /// <summary>Answers with an empty list, or with a failure, until <see cref="Recover"/>.</summary>
    public void Lose(bool fails)
    {
        _lost = true;
        Resolver.Publish(Service, fails ? new Resolution.Failed(Resolver.Name, "the scenario says so") : new Resolution.Resolved(Resolver.Name, []));
    }

    public void Recover()
    {
        _lost = false;
        Publish();
    }

    private void Publish()
    {
        if (!_lost)
        {
            Resolver.Publish(Service, new Resolution.Resolved(Resolver.Name, [.. _fleet.Where(endpoint => !_unlisted.Contains(endpoint.Name)).Select(Entry)]));
        }
    }

    private Endpoint Entry(FleetEndpoint endpoint) =>
        new(new EndpointAddress(endpoint.Name, Port)) { Locality = endpoint.Locality, Labels = _labels[endpoint.Name] };
}
