using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClientFailover.Kubernetes;

/// <summary>Reads one YAML document into a tree, bounded in depth and in size. Every scalar is a text; a plain <c>null</c>, <c>~</c> or nothing is null.</summary>
/// <remarks>
/// From the parser's events: the parser's own tree has no bounds, and takes trees for keys. Aliases are copies, each node of which counts, so that a short
/// text cannot become a large tree. Messages hold the line and never content: it may be a secret.
/// </remarks>
internal sealed class YamlReader
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 100_000;
    private const string MergeKey = "<<";
    private readonly Parser _parser;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(string text) => _parser = new Parser(new StringReader(text));

    /// <exception cref="FormatException">It is no YAML, or of a kind that is refused.</exception>
    public static JsonNode? Parse(string text)
    {
        var reader = new YamlReader(text);
        try
        {
            return reader.Document();
        }
        catch (Exception e) when (e is not FormatException)
        {
            // The parser's words may repeat a part of the text; and what it throws is not always of its own kind.
            throw Refused(e is YamlException told ? told.Start : reader._parser.Current?.End ?? Mark.Empty, "what begins here is no YAML");
        }
    }

    private JsonNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var node = Node(depth: 0);
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<StreamEnd>(out var end) ? node : throw Refused(_parser.Current?.Start ?? Mark.Empty, "a second document begins; one is read");
    }

    private JsonNode? Node(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var known) ? Copy(known, depth, alias.Start) : throw Refused(alias.Start, "it is an alias of what is not there");
        }

        var begin = _parser.Consume<NodeEvent>();
        Count(depth, begin.Start);
        if (!begin.Anchor.IsEmpty)
        {
            // Nothing within a node is an alias of the node.
            _anchors.Remove(begin.Anchor.Value);
        }

        JsonNode? node = begin switch
        {
            MappingStart when IsPlain(begin, "map") => Mapping(depth),
            SequenceStart when IsPlain(begin, "seq") => Sequence(depth),
            Scalar scalar when IsPlain(begin, "str") => Text(scalar),
            _ => throw Refused(begin.Start, "its tag is not understood"),
        };
        if (!begin.Anchor.IsEmpty)
        {
            _anchors[begin.Anchor.Value] = node;
        }

        return node;
    }

    private JsonArray Sequence(int depth)
    {
        JsonArray items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        return items;
    }

    private JsonObject Mapping(int depth)
    {
        JsonObject mapping = [];
        JsonNode? merged = null;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.TryConsume<Scalar>(out var text) && text.Value.Length > 0 ? text : throw Refused(_parser.Current?.Start ?? Mark.Empty, "its key is no text, or empty");
            var value = Node(depth + 1);
            if (key is { Value: MergeKey, Style: ScalarStyle.Plain } && merged is null)
            {
                merged = value ?? throw Refused(key.Start, "it merges nothing");
            }
            else if (key is { Value: MergeKey, Style: ScalarStyle.Plain } || !mapping.TryAdd(key.Value, value))
            {
                throw Refused(key.Start, "its key is there a second time");
            }
        }

        Merge(merged, mapping, depth);
        return mapping;
    }

    /// <summary>What the mapping does not say itself comes from those it merges; the first one that says it counts.</summary>
    private void Merge(JsonNode? merged, JsonObject mapping, int depth)
    {
        IEnumerable<JsonNode?> sources = merged switch { null => [], JsonArray several => several, _ => [merged] };
        foreach (var source in sources)
        {
            foreach (var (key, value) in source as JsonObject ?? throw Refused(_parser.Current?.Start ?? Mark.Empty, "above it, something is merged that is no mapping"))
            {
                if (!mapping.ContainsKey(key))
                {
                    mapping[key] = Copy(value, depth + 1, _parser.Current?.Start ?? Mark.Empty);
                }
            }
        }
    }

    private JsonNode? Copy(JsonNode? node, int depth, Mark at)
    {
        Count(depth, at);
        return node switch
        {
            JsonObject mapping => new JsonObject(mapping.Select(one => KeyValuePair.Create(one.Key, Copy(one.Value, depth + 1, at)))),
            JsonArray items => new JsonArray([.. items.Select(one => Copy(one, depth + 1, at))]),
            _ => node?.DeepClone(),
        };
    }

    private void Count(int depth, Mark at)
    {
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            throw Refused(at, $"it is deeper than {MaxDepth} levels, or more than {MaxNodes} nodes with its aliases");
        }
    }

    private static JsonValue? Text(Scalar scalar) =>
        scalar is { Style: ScalarStyle.Plain, Tag.IsEmpty: true, Value: "" or "~" or "null" or "Null" or "NULL" } ? null : JsonValue.Create(scalar.Value);

    private static bool IsPlain(NodeEvent node, string type) =>
        node.Tag.IsEmpty || node.Tag.IsNonSpecific || string.Equals(node.Tag.Value, "tag:yaml.org,2002:" + type, StringComparison.Ordinal);

    private static FormatException Refused(Mark at, string why) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {at.Line}: {why}"));
}
