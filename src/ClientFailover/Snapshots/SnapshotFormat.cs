using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace ClientFailover;

/// <summary>The bytes of a snapshot file: <c>{"format":1,"sha256":"…","content":{…}}</c>. The checksum is that of the content's bytes as they stand, so no damage to them can pass.</summary>
internal static class SnapshotFormat
{
    /// <summary>Grows when an older version could not read what a newer one writes, or would read it wrongly.</summary>
    public const int Version = 1;

    private const string FormatName = "format";
    private const string ChecksumName = "sha256";
    private const string ContentName = "content";

    public static byte[] Write(SnapshotContent content)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, SnapshotJson.Default.SnapshotContent);
        var file = new ArrayBufferWriter<byte>(bytes.Length + 128);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteNumber(FormatName, Version);
        json.WriteString(ChecksumName, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        json.WritePropertyName(ContentName);
        json.WriteRawValue(bytes, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return file.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">It is no snapshot of this version, or is damaged; the message says which, and quotes nothing of it.</exception>
    public static SnapshotContent Read(ReadOnlySpan<byte> file)
    {
        try
        {
            var reader = new Utf8JsonReader(file);
            Next(ref reader, JsonTokenType.StartObject);
            Name(ref reader, FormatName);
            Next(ref reader, JsonTokenType.Number);
            if (!reader.TryGetInt32(out var version) || version != Version)
            {
                throw new InvalidDataException($"it has another format than {Version}, the one this version reads");
            }

            Name(ref reader, ChecksumName);
            Next(ref reader, JsonTokenType.String);
            var checksum = reader.GetString();
            Name(ref reader, ContentName);
            Next(ref reader, JsonTokenType.StartObject);
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var content = file[start..(int)reader.BytesConsumed];
            Next(ref reader, JsonTokenType.EndObject);
            if (reader.Read() || !string.Equals(checksum, Convert.ToHexStringLower(SHA256.HashData(content)), StringComparison.Ordinal))
            {
                throw new InvalidDataException("its checksum does not match: it is damaged");
            }

            return JsonSerializer.Deserialize(content, SnapshotJson.Default.SnapshotContent) ?? throw new JsonException();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The parser's own words may quote the file.
            throw new InvalidDataException("it is damaged: not the JSON of a snapshot", error);
        }
    }

    /// <exception cref="InvalidDataException">An endpoint is none.</exception>
    public static ImmutableArray<Endpoint> EndpointsOf(SnapshotContent content)
    {
        try
        {
            return [.. content.Endpoints.Select(endpoint => endpoint.ToEndpoint())];
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new InvalidDataException("one of its endpoints is none", error);
        }
    }

    private static void Next(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (!reader.Read() || reader.TokenType != expected)
        {
            throw new JsonException();
        }
    }

    private static void Name(ref Utf8JsonReader reader, string expected)
    {
        Next(ref reader, JsonTokenType.PropertyName);
        if (!reader.ValueTextEquals(expected))
        {
            throw new JsonException();
        }
    }
}
