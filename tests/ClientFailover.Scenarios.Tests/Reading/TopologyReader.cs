using System.Collections.Immutable;
using ClientFailover.Testing;
using YamlDotNet.RepresentationModel;

namespace ClientFailover.Scenarios.Tests;

/// <summary>Reads a topology: regions, their zones, and the endpoints in them, counted or named.</summary>
internal static class TopologyReader
{
    public static IEnumerable<FleetEndpoint> Read(YamlMap topology) =>
        from region in topology.Keys
        let zones = topology.Map(region)!
        from zone in zones.Keys
        from endpoint in Zone(region, zone, zones.Map(zone)!)
        select endpoint;

    private static List<FleetEndpoint> Zone(string region, string zone, YamlMap map)
    {
        var latency = map.Time("latency") ?? TimeSpan.FromMilliseconds(10);
        var jitter = map.Time("jitter") ?? TimeSpan.Zero;
        var capacity = map.Count("capacity");
        List<FleetEndpoint> endpoints =
        [
            .. Names(zone, map).Select(one => new FleetEndpoint
            {
                Name = one.Name, Locality = new(region, zone), Labels = one.Labels, Latency = latency, Jitter = jitter, Capacity = capacity,
            }),
        ];
        map.End();
        return endpoints;
    }

    private static IEnumerable<(string Name, ImmutableDictionary<string, string> Labels)> Names(string zone, YamlMap map)
    {
        var labels = ScenarioReader.Options(map, "labels");
        return map.Required("endpoints") switch
        {
            YamlScalarNode { Value: { } text } node => Enumerable.Range(1, YamlValues.Count(text) ?? throw map.Error(node, $"'endpoints' is '{text}'; write how many, a list of names, or a map of names and labels"))
                .Select(number => ($"{zone}-{number}", labels)),
            YamlSequenceNode list => list.Children.Select(child => (child.ToString(), labels)),
            YamlMappingNode => map.Map("endpoints")!.Keys.Select(name => (name, labels.SetItems(ScenarioReader.Options(map.Map("endpoints")!, name)))),
            var node => throw map.Error(node, "'endpoints' is neither a number, a list of names nor a map of names and labels"),
        };
    }
}
