using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What the options say of one service, as immutable values.</summary>
internal sealed class ConfiguredService
{
    private readonly ImmutableArray<(string Port, Endpoint Endpoint)> _endpoints;

    /// <summary>Copies valid options.</summary>
    public ConfiguredService(ServiceOptions own, ServiceOptions defaults)
    {
        Policy = PolicyFactory.Create(own, defaults);

        // Sources and targets are two ways to say one thing: what the service says of it replaces both of the defaults.
        var says = own.Sources.Count + own.Targets.Count > 0 ? own : defaults;
        Sources = [.. says.Sources];
        Targets = [.. says.Targets.Select(ConfiguredTarget.Copy)];
        _endpoints = [.. own.Endpoints.Select(e => (e.PortName ?? "", Copy(e)))];
    }

    public FailoverPolicy Policy { get; }

    public ImmutableArray<string> Sources { get; }

    public ImmutableArray<ConfiguredTarget> Targets { get; }

    /// <summary>The endpoints of a named port, or, when none is named, those that name no port, or all when each does; null when there are none.</summary>
    public ImmutableArray<Endpoint>? EndpointsOf(string portName)
    {
        var wanted = _endpoints.Where(e => string.Equals(e.Port, portName, StringComparison.OrdinalIgnoreCase)).ToList();
        if (wanted.Count == 0 && portName.Length == 0)
        {
            wanted.AddRange(_endpoints);
        }

        return wanted.Count == 0 ? null : [.. wanted.Select(e => e.Endpoint)];
    }

    private static Endpoint Copy(EndpointOptions options) => new(EndpointAddress.Parse(options.Address!))
    {
        Locality = new Locality(options.Region, options.Zone, options.SubZone),
        Weight = options.Weight ?? 1,
        Condition = options.Condition ?? EndpointCondition.Ready,
        Labels = options.Labels.ToFrozenDictionary(StringComparer.Ordinal),
    };
}
