using System.Collections.Immutable;
using ClientFailover.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ClientFailover.Scenarios.Tests;

/// <summary>Reads scenario files. The format stands in tests/scenarios/README.md.</summary>
internal static class ScenarioReader
{
    /// <exception cref="ScenarioFormatException">The text is no scenario; the message names the file and the line.</exception>
    public static Scenario Read(string file, string text)
    {
        YamlStream stream = new();
        Parser parser = new(new StringReader(text));
        try
        {
            stream.Load(parser);
        }
        catch (YamlException error)
        {
            throw new ScenarioFormatException(file, error.Start, error.Message);
        }
        catch (InvalidOperationException error)
        {
            // The scanner says so of some texts that are not YAML at all, and says no more.
            throw new ScenarioFormatException(file, parser.Current?.End ?? Mark.Empty, $"this is not YAML from here on ({error.Message})");
        }

        return stream.Documents is [var document]
            ? Read(new YamlMap(file, document.RootNode, "a scenario"))
            : throw new ScenarioFormatException(file, Mark.Empty, "a file holds one scenario");
    }

    private static Scenario Read(YamlMap map)
    {
        Scenario scenario = new()
        {
            Name = map.RequiredText("name"),
            Case = map.Count("case") ?? throw map.Error("'case' is missing: the number in failure-cases.md, 0 for none"),
            Seed = map.Count("seed") ?? 1,
            Clients = [.. map.Maps("clients").Select(Clients)],
            Policy = Policy(map),
            Network = Network(map.Map("network")),
            Fleet = [.. TopologyReader.Read(map.Map("topology") ?? throw map.Error("'topology' is missing"))],
            Traffic = Traffic(map.Map("traffic") ?? throw map.Error("'traffic' is missing")),
            Timeline = [.. map.Maps("timeline").Select(EventReader.Read)],
            Oracle = [.. map.Maps("oracle").Select(AssertionReader.Read)],
        };
        map.End();
        return scenario.Oracle.IsEmpty ? throw map.Error("'oracle' is missing or empty: a scenario that asserts nothing proves nothing")
            : scenario.Clients.IsEmpty ? throw map.Error("'clients' is missing")
            : scenario;
    }

    /// <summary>Options as configuration writes them: nested maps and lists become paths.</summary>
    public static ImmutableDictionary<string, string> Options(YamlMap map, string key)
    {
        var options = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        if (map.Node(key) is { } node)
        {
            Flatten("", node);
        }

        return options.ToImmutable();

        void Flatten(string path, YamlNode node)
        {
            switch (node)
            {
                case YamlMappingNode children:
                    foreach (var (name, child) in children.Children)
                    {
                        Flatten($"{path}:{name}", child);
                    }

                    break;
                case YamlSequenceNode list:
                    foreach (var (index, child) in list.Children.Index())
                    {
                        Flatten($"{path}:{index}", child);
                    }

                    break;
                default:
                    options.Add(path.TrimStart(':'), ((YamlScalarNode)node).Value ?? "");
                    break;
            }
        }
    }

    /// <summary>Options of the service; each must be one.</summary>
    public static ImmutableDictionary<string, string> Policy(YamlMap map)
    {
        var options = Options(map, "policy");
        try
        {
            ServiceOptionsPath.CheckNames(options);
            return options;
        }
        catch (InvalidOperationException error)
        {
            throw map.Error(map.Required("policy"), $"'policy' cannot be read: {error.Message} {error.InnerException?.Message}");
        }
    }

    private static ScenarioClients Clients(YamlMap map)
    {
        ScenarioClients clients = new(map.Count("count") ?? 1, new(map.RequiredText("region"), map.RequiredText("zone")));
        map.End();
        return clients;
    }

    private static FleetNetwork Network(YamlMap? map)
    {
        FleetNetwork network = new(map?.Time("zone") ?? TimeSpan.Zero, map?.Time("region") ?? TimeSpan.Zero);
        map?.End();
        return network;
    }

    private static ScenarioTraffic Traffic(YamlMap map)
    {
        ScenarioTraffic traffic = new()
        {
            CallsPerSecond = map.Number("rate") ?? throw map.Error("'rate' is missing: calls per second and client"),
            Duration = map.RequiredTime("duration"),
            UnsafeShare = map.Number("unsafe") ?? 0,
            GiveUpAfter = map.Time("give_up"),
        };
        map.End();
        return traffic;
    }
}
