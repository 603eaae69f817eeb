using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ClientFailover.Kubernetes;

/// <summary>Reads one slice. What is wrong in it costs the part that is wrong, and not the others.</summary>
internal static class SliceParser
{
    private const int MaxProblems = 10;

    /// <exception cref="JsonException">It is no slice at all: not an object, or without readable metadata.</exception>
    public static EndpointSlice Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, KubernetesJson.Default.EndpointSlice) ?? throw new JsonException("a slice is null");
        }
        catch (JsonException)
        {
            return ParseByParts(json);
        }
    }

    private static EndpointSlice ParseByParts(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("metadata", out var metadata) || metadata.Deserialize(KubernetesJson.Default.MetadataPart) is not { Name.Length: > 0 } head)
        {
            throw new JsonException("a slice has no metadata.name");
        }

        List<string> problems = [];
        return new EndpointSlice
        {
            Metadata = head,
            AddressType = Text(root, problems),
            Endpoints = Elements(root, "endpoints", KubernetesJson.Default.EndpointPart, problems),
            Ports = Elements(root, "ports", KubernetesJson.Default.PortPart, problems),
            Problems = problems.Count <= MaxProblems ? [.. problems] : [.. problems.Take(MaxProblems), $"slice '{head.Name}' has {problems.Count - MaxProblems} problems more"],
        };

        string? Text(JsonElement parent, List<string> report)
        {
            if (parent.TryGetProperty("addressType", out var type) && type.ValueKind == JsonValueKind.String)
            {
                return type.GetString();
            }

            report.Add($"slice '{head.Name}' has an addressType that is no text; the slice is left out");
            return "";
        }

        ImmutableArray<T?> Elements<T>(JsonElement parent, string name, JsonTypeInfo<T> type, List<string> report)
            where T : class
        {
            if (!parent.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
            {
                return [];
            }

            if (list.ValueKind != JsonValueKind.Array)
            {
                report.Add($"slice '{head.Name}' has {name} that are no list; they are left out");
                return [];
            }

            var read = ImmutableArray.CreateBuilder<T?>();
            var at = 0;
            foreach (var element in list.EnumerateArray())
            {
                try
                {
                    read.Add(element.Deserialize(type));
                }
                catch (JsonException e)
                {
                    report.Add($"slice '{head.Name}' has {name}[{at}]{e.Path?.TrimStart('$')} of a wrong type, or unreadable text; it is left out");
                }

                at++;
            }

            return read.ToImmutable();
        }
    }
}
