using System.Text.Json;

namespace ClientFailover.Kubernetes;

/// <summary>A line of a watch. Of the last two exactly one is set, but for a bookmark, which has neither.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="ResourceVersion">Where a watch goes on after it; null for an error.</param>
/// <param name="Slice">The slice as it is now, or was when it was deleted.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record WatchEvent(WatchEventKind Kind, string? ResourceVersion, EndpointSlice? Slice = null, StatusObject? Error = null)
{
    /// <exception cref="JsonException">It is not an event.</exception>
    public static WatchEvent Parse(ReadOnlySpan<byte> line)
    {
        var (type, json) = Cut(line);
        switch (type)
        {
            case "ERROR":
                return new WatchEvent(WatchEventKind.Error, null, null, JsonSerializer.Deserialize(json, KubernetesJson.Default.StatusObject) ?? throw new JsonException("an ERROR event has no object"));
            case "ADDED" or "MODIFIED" or "DELETED":
                var slice = SliceParser.Parse(json);
                return slice.Name.Length > 0
                    ? new WatchEvent(type is "DELETED" ? WatchEventKind.Deleted : WatchEventKind.Set, slice.Metadata?.ResourceVersion, slice)
                    : throw new JsonException($"a slice of a {type} event has no metadata.name");
            case "BOOKMARK":
                // Its object looks like a slice without endpoints, and is none.
                return new WatchEvent(WatchEventKind.Bookmark, SliceParser.Parse(json).Metadata?.ResourceVersion);
            default:
                throw new JsonException($"an event has the type '{type}'");
        }
    }

    private static Parts Cut(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        string? type = null;
        ReadOnlySpan<byte> json = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an event is no object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                type = reader.GetString();
                continue;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            json = isObject ? line[start..(int)reader.BytesConsumed] : json;
        }

        return json.IsEmpty ? throw new JsonException("an event has no object") : new Parts(type, json);
    }

    private readonly ref struct Parts(string? type, ReadOnlySpan<byte> json)
    {
        private readonly ReadOnlySpan<byte> _json = json;

        public void Deconstruct(out string? kind, out ReadOnlySpan<byte> text)
        {
            kind = type;
            text = _json;
        }
    }
}
