using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>Reads a file of labels as the downward API of Kubernetes writes it: a line <c>key="value"</c> for each. Quotes may be left out, as in files that others write.</summary>
internal static class PodLabels
{
    /// <summary>More than the labels of a pod come to; what lies beyond is left out.</summary>
    private const int MaxLength = 256 * 1024;

    /// <exception cref="IOException">The file cannot be read, or is no such file; the message is the end of a sentence that begins with its name.</exception>
    public static FrozenDictionary<string, string> Read(string path)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (index, line) in Lines(path).Index())
        {
            if (line.Trim() is { Length: > 0 } text)
            {
                var (key, value) = Label(text) ?? throw new IOException($"has no label in line {index + 1}; each line is key=\"value\", as the downward API writes metadata.labels");
                labels[key] = value;
            }
        }

        return labels.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string[] Lines(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var reader = new StreamReader(file);
            var text = new char[MaxLength];
            return new string(text, 0, reader.ReadBlock(text)).Split('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot be read ({e.Message}); mount metadata.labels there by the downward API, check its rights, or remove it", e);
        }
    }

    /// <summary>A label's value is letters, digits, <c>-</c>, <c>_</c> and <c>.</c>: there is nothing in it that quotes would have to escape.</summary>
    private static (string Key, string Value)? Label(string line) =>
        line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && line[(at + 1)..] is var value && !value.Contains('\\', StringComparison.Ordinal)
            ? (line[..at].TrimEnd(), value is ['"', .. var inner, '"'] ? inner : value.Trim())
            : null;
}
