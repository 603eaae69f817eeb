using System.Net;
using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

/// <summary>Reads what happens.</summary>
internal static class EventReader
{
    private static readonly Dictionary<string, Func<YamlMap, TimeSpan, ScenarioEvent>> Kinds = new(StringComparer.Ordinal)
    {
        ["crash"] = static (map, at) => new ScenarioEvent.Crash(at, Target(map), map.Flag("keeps_calls") ?? false),
        ["cut"] = static (map, at) => new ScenarioEvent.Cut(at, Target(map)),
        ["blackhole"] = static (map, at) => new ScenarioEvent.BlackHole(at, Target(map)),
        ["recover"] = static (map, at) => new ScenarioEvent.Recover(at, Target(map)),
        ["slow"] = static (map, at) => new ScenarioEvent.Slow(at, Target(map), map.Number("factor") ?? 1, map.Time("extra") ?? TimeSpan.Zero),
        ["fail"] = static (map, at) => new ScenarioEvent.Fail(
            at, Target(map), (HttpStatusCode)(map.Count("status") ?? throw map.Error("'status' is missing")), map.Number("share") ?? 1, map.Time("latency"), map.Flag("spares_probes") ?? false),
        ["drop"] = static (map, at) => new ScenarioEvent.Drop(at, Target(map), Share(map)),
        ["reset"] = static (map, at) => new ScenarioEvent.Reset(at, Target(map), Share(map)),
        ["flap"] = static (map, at) => new ScenarioEvent.Flap(at, Target(map), map.RequiredTime("down"), map.RequiredTime("up"), map.RequiredTime("until")),
        ["capacity"] = static (map, at) => new ScenarioEvent.SetCapacity(at, Target(map), map.Count("calls")),
        ["deregister"] = static (map, at) => new ScenarioEvent.List(at, Target(map), Listed: false, map.Text("seen_in")),
        ["register"] = static (map, at) => new ScenarioEvent.List(at, Target(map), Listed: true, map.Text("seen_in")),
        ["relabel"] = static (map, at) => new ScenarioEvent.Relabel(at, Target(map), ScenarioReader.Options(map, "labels")),
        ["registry-empty"] = static (map, at) => new ScenarioEvent.RegistryLost(at, Fails: false, map.Text("seen_in")),
        ["registry-fails"] = static (map, at) => new ScenarioEvent.RegistryLost(at, Fails: true, map.Text("seen_in")),
        ["registry-recovers"] = static (map, at) => new ScenarioEvent.RegistryRecovers(at, map.Text("seen_in")),
        ["refresh"] = static (map, at) => new ScenarioEvent.Refresh(at, map.RequiredTime("every"), map.RequiredTime("until")),
        ["pause"] = static (map, at) => new ScenarioEvent.Pause(at, map.RequiredTime("for"), map.Flag("answers_last") ?? false),
        ["step-clock"] = static (map, at) => new ScenarioEvent.StepClock(at, map.RequiredTime("by")),
        ["reload"] = static (map, at) => new ScenarioEvent.Reload(at, ScenarioReader.Policy(map)),
    };

    public static ScenarioEvent Read(YamlMap map)
    {
        var at = map.RequiredTime("at");
        var name = map.RequiredText("event");
        if (!Kinds.TryGetValue(name, out var read))
        {
            throw map.Error($"unknown event '{name}'; there are: {string.Join(", ", Kinds.Keys)}");
        }

        var happens = read(map, at) with { Source = map.Source };
        map.End();
        return happens;
    }

    private static FleetSelector Target(YamlMap map) => SelectorReader.Read(map) ?? throw map.Error("'target' is missing; write { endpoint: }, { zone: }, { region: }, { labels: } or all");

    private static double Share(YamlMap map) => map.Number("share") ?? throw map.Error("'share' is missing");
}
