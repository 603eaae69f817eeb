using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ClientFailover.Scenarios.Tests;

/// <summary>A YAML mapping that is read key by key; <see cref="End"/> complains of keys that nobody asked for.</summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Mark> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly Mark _at;

    public YamlMap(string file, YamlNode node, string what)
    {
        (_file, _at) = (file, node.Start);
        if (node is not YamlMappingNode map)
        {
            throw new ScenarioFormatException(file, node.Start, $"{what} is a map of keys and values");
        }

        foreach (var (key, value) in map.Children)
        {
            var name = ((YamlScalarNode)key).Value ?? "";
            _values.Add(name, value);
            _keys.Add(name, key.Start);
        }
    }

    public string Source => $"{_file}({_at.Line})";

    public IReadOnlyList<string> Keys => [.. _values.Keys];

    public bool Has(string key) => _values.ContainsKey(key);

    public YamlNode? Node(string key)
    {
        _asked.Add(key);
        return _values.GetValueOrDefault(key);
    }

    public YamlNode Required(string key) => Node(key) ?? throw Error($"'{key}' is missing");

    public YamlMap? Map(string key) => Node(key) is { } node ? new(_file, node, $"'{key}'") : null;

    /// <summary>The entries of a list; a single entry may stand without one. None when the key is missing.</summary>
    public IEnumerable<YamlMap> Maps(string key) => Node(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children.Select(child => new YamlMap(_file, child, $"an entry of '{key}'")),
        var one => [new(_file, one, $"'{key}'")],
    };

    public string? Text(string key) => Node(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } text } => text,
        var other => throw Error(other, $"'{key}' is not a text"),
    };

    public string RequiredText(string key) => Text(key) ?? throw Error($"'{key}' is missing");

    public double? Number(string key) => Parse(key, YamlValues.Number, "a number, such as 1.5 or 2 %");

    public int? Count(string key) => Parse(key, YamlValues.Count, "a whole number");

    public bool? Flag(string key) => Parse(key, YamlValues.Flag, "true or false");

    public TimeSpan? Time(string key) => Parse(key, YamlValues.Time, "a time, such as 250ms, 30s, 10m or 1h");

    public TimeSpan RequiredTime(string key) => Time(key) ?? throw Error($"'{key}' is missing");

    /// <summary>Complains of keys that were not read: a misspelt one would be a test that does not test.</summary>
    public void End()
    {
        foreach (var (key, at) in _keys)
        {
            if (!_asked.Contains(key))
            {
                throw new ScenarioFormatException(_file, at, $"unknown key '{key}'; here are: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
            }
        }
    }

    public ScenarioFormatException Error(string problem) => new(_file, _at, problem);

    public ScenarioFormatException Error(YamlNode at, string problem) => new(_file, at.Start, problem);

    public T? Parse<T>(string key, Func<string, T?> read, string what)
        where T : struct => Text(key) is { } text ? read(text) ?? throw Error(_values[key], $"'{key}' is '{text}'; write {what}") : null;
}
