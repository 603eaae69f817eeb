using ClientFailover.Testing;
using YamlDotNet.RepresentationModel;

namespace ClientFailover.Scenarios.Tests;

/// <summary>Reads a target: <c>all</c>, or a map of what its endpoints have in common.</summary>
internal static class SelectorReader
{
    /// <returns>Null when there is no target.</returns>
    public static FleetSelector? Read(YamlMap owner)
    {
        if (owner.Node("target") is null or YamlScalarNode { Value: "all" })
        {
            return owner.Has("target") ? FleetSelector.All : null;
        }

        var map = owner.Map("target")!;
        FleetSelector selector = new()
        {
            Endpoint = map.Text("endpoint"),
            Region = map.Text("region"),
            Zone = map.Text("zone"),
            Labels = ScenarioReader.Options(map, "labels"),
            Count = map.Count("count"),
        };
        map.End();
        return selector;
    }
}
