using ClientFailover.Testing;
using YamlDotNet.RepresentationModel;

namespace ClientFailover.Scenarios.Tests;

/// <summary>Reads what must hold: the name of a metric and its bounds.</summary>
internal static class AssertionReader
{
    private static readonly Dictionary<string, ScenarioMetric> Metrics = Enum.GetValues<ScenarioMetric>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The metric as files write it: <c>caller_error_rate</c>.</summary>
    public static string NameOf(ScenarioMetric metric) =>
        string.Concat($"{metric}".Select((letter, index) => index > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    public static ScenarioAssertion Read(YamlMap entry)
    {
        if (entry.Keys is not [var name] || !Metrics.TryGetValue(name, out var metric))
        {
            throw entry.Error($"an assertion is one metric and its bounds, not '{string.Join("', '", entry.Keys)}'; there are: {string.Join(", ", Metrics.Keys)}");
        }

        var map = entry.Map(name)!;
        ScenarioAssertion assertion = new()
        {
            Metric = metric,
            Min = Bound(map, "min"),
            Max = Bound(map, "max"),
            Window = new(map.Time("from") ?? TimeSpan.Zero, map.Time("to")),
            Event = map.Text("name"),
            Target = SelectorReader.Read(map) ?? FleetSelector.All,
            Baseline = map.Parse("baseline", YamlValues.Window, "a stretch, such as 5s..20s"),
            Source = map.Source,
        };
        map.End();
        return assertion;
    }

    /// <summary>A number, a share or a time; a time is a number of seconds.</summary>
    private static double? Bound(YamlMap map, string key) =>
        map.Parse(key, static text => YamlValues.Number(text) ?? YamlValues.Time(text)?.TotalSeconds, "a number, a share such as 2 %, or a time such as 15ms");
}
