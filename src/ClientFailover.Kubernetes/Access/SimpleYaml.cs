using System.Text.Json.Nodes;

namespace ClientFailover.Kubernetes;

/// <summary>Reads the YAML that kubectl writes: block mappings and lists by indentation, plain and quoted scalars on one line, comments, empty <c>{}</c> and <c>[]</c>.</summary>
/// <remarks>
/// Anything else (anchors, tags, block and multi-line scalars, flow collections with content, several documents, tabs) is refused with its line and
/// never guessed at. Messages hold no content: it may be a secret. Every scalar is a text; a plain <c>null</c>, <c>~</c> or nothing is null.
/// </remarks>
internal static class SimpleYaml
{
    private const int MaxDepth = 32;

    /// <exception cref="FormatException">It is something else.</exception>
    public static JsonNode? Parse(string text)
    {
        List<Line> lines = [];
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var content = raw.TrimEnd('\r', ' ');
            var bare = content.TrimStart(' ');
            if (bare.Length == 0 || bare[0] == '#' || (content is "---" && lines.Count == 0))
            {
                continue;
            }

            if (bare[0] == '\t' || content is "---" or "..." || content[0] == '%')
            {
                throw Refused(number, "tabs, directives and several documents are not understood");
            }

            lines.Add(new Line(number, content.Length - bare.Length, bare));
        }

        if (lines.Count == 0)
        {
            return null;
        }

        var at = 0;
        var node = Block(lines, ref at, lines[0].Indent, depth: 0);
        return at == lines.Count ? node : throw Refused(lines[at].Number, "its indentation fits nothing");
    }

    private static JsonNode Block(List<Line> lines, ref int at, int indent, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Refused(lines[at].Number, $"it is deeper than {MaxDepth} levels");
        }

        return IsItem(lines[at].Text) ? Items(lines, ref at, indent, depth) : Mapping(lines, ref at, indent, depth);
    }

    private static JsonArray Items(List<Line> lines, ref int at, int indent, int depth)
    {
        JsonArray items = [];
        while (at < lines.Count && lines[at].Indent == indent && IsItem(lines[at].Text))
        {
            var line = lines[at];
            var rest = line.Text[1..].TrimStart(' ');
            if (rest.Length == 0 || rest[0] == '#')
            {
                at++;
                items.Add(at < lines.Count && lines[at].Indent > indent ? Block(lines, ref at, lines[at].Indent, depth + 1) : null);
            }
            else if (IsItem(rest) || KeyEnd(rest, line.Number) >= 0)
            {
                // "- name: a" begins a mapping whose further keys stand below the n.
                lines[at] = line with { Indent = indent + line.Text.Length - rest.Length, Text = rest };
                items.Add(Block(lines, ref at, lines[at].Indent, depth + 1));
            }
            else
            {
                at++;
                items.Add(Scalar(rest, line.Number));
            }
        }

        return items;
    }

    private static JsonObject Mapping(List<Line> lines, ref int at, int indent, int depth)
    {
        JsonObject mapping = [];
        while (at < lines.Count && lines[at].Indent == indent && !IsItem(lines[at].Text))
        {
            var line = lines[at];
            var end = KeyEnd(line.Text, line.Number);
            if (end < 0)
            {
                throw Refused(line.Number, "it is no 'key: value'");
            }

            var key = Scalar(line.Text[..end], line.Number)?.ToString() ?? "";
            var rest = line.Text[(end + 1)..].TrimStart(' ');
            at++;
            var value = rest.Length > 0 && rest[0] != '#' ? Scalar(rest, line.Number) : Below(lines, ref at, indent, depth);
            if (key.Length == 0 || !mapping.TryAdd(key, value))
            {
                throw Refused(line.Number, "its key is empty, or there a second time");
            }
        }

        return mapping;
    }

    /// <summary>What stands under a key: deeper, or a list at the same depth.</summary>
    private static JsonNode? Below(List<Line> lines, ref int at, int indent, int depth) =>
        at < lines.Count && (lines[at].Indent > indent || (lines[at].Indent == indent && IsItem(lines[at].Text))) ? Block(lines, ref at, lines[at].Indent, depth + 1) : null;

    private static bool IsItem(string text) => text is "-" || text.StartsWith("- ", StringComparison.Ordinal);

    /// <summary>Where the colon after a key stands; -1 when there is none.</summary>
    private static int KeyEnd(string text, int number)
    {
        var from = text[0] is '"' or '\'' ? QuoteEnd(text, number) + 1 : 0;
        if (from > 0)
        {
            return from < text.Length && text[from] == ':' && (from + 1 == text.Length || text[from + 1] == ' ') ? from : -1;
        }

        var found = text.IndexOf(": ", StringComparison.Ordinal);
        return found >= 0 ? found : text[^1] == ':' ? text.Length - 1 : -1;
    }

    private static JsonNode? Scalar(string text, int number)
    {
        if (text[0] is '"' or '\'')
        {
            var end = QuoteEnd(text, number);
            var after = text[(end + 1)..].TrimStart(' ');
            return after.Length == 0 || after[0] == '#' ? JsonValue.Create(Unquoted(text[1..end], text[0], number)) : throw Refused(number, "something stands after a quoted text");
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        var plain = (comment < 0 ? text : text[..comment]).TrimEnd(' ');
        return plain switch
        {
            "{}" => new JsonObject(),
            "[]" => new JsonArray(),
            "~" or "null" or "Null" or "NULL" or "" => null,
            _ when "&*!|>{}[],%@`?".Contains(plain[0], StringComparison.Ordinal) || plain.StartsWith("- ", StringComparison.Ordinal) || plain.Contains(": ", StringComparison.Ordinal) || plain[^1] == ':'
                => throw Refused(number, "anchors, tags, block texts and flow collections are not understood; write it as kubectl does, or as JSON"),
            _ => JsonValue.Create(plain),
        };
    }

    private static int QuoteEnd(string text, int number)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[0] == '"' && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[0])
            {
                if (text[0] == '\'' && i + 1 < text.Length && text[i + 1] == '\'')
                {
                    i++;
                    continue;
                }

                return i;
            }
        }

        throw Refused(number, "a quoted text does not end on its line");
    }

    private static string Unquoted(string text, char quote, int number)
    {
        if (quote == '\'')
        {
            return text.Replace("''", "'", StringComparison.Ordinal);
        }

        try
        {
            // The escapes of JSON are escapes of YAML with the same meaning; YAML's others are refused.
            return text.Contains('\\', StringComparison.Ordinal) ? JsonNode.Parse($"\"{text}\"")!.GetValue<string>() : text;
        }
        catch (System.Text.Json.JsonException)
        {
            throw Refused(number, "it has an escape that is not understood");
        }
    }

    private static FormatException Refused(int number, string why) => new($"line {number}: {why}");

    private readonly record struct Line(int Number, int Indent, string Text);
}
