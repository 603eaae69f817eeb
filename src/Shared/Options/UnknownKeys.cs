using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>Finds the keys of a section that no option reads: a misspelt one has no effect, and nothing else says so.</summary>
internal static partial class UnknownKeys
{
    /// <summary>How many letters a key may differ in from the option that was meant.</summary>
    private const int MaxDistance = 2;

    /// <summary>Warns of each unknown key. They do not end the start: a file may be shared with a version that knows more.</summary>
    /// <param name="section">The section; null in an application without configuration.</param>
    /// <param name="bind">Binds it to options that are thrown away.</param>
    /// <param name="logger">Takes the warnings; null where the application registered no logging.</param>
    /// <param name="others">Sections directly in this one that others read.</param>
    public static void Report(IConfigurationSection? section, Action<IConfigurationSection> bind, ILogger? logger, params IEnumerable<string> others)
    {
        if (section is null || logger is null)
        {
            return;
        }

        foreach (var (path, meant) in Find(section, bind, others))
        {
            if (meant is null)
            {
                LogUnknown(logger, path);
            }
            else
            {
                LogMisspelt(logger, path, meant);
            }
        }
    }

    /// <summary>The path of each unknown key, but of none below it, and the option that was probably meant; null when none is like it.</summary>
    internal static IReadOnlyList<(string Path, string? Meant)> Find(IConfigurationSection section, Action<IConfigurationSection> bind, IEnumerable<string> others)
    {
        var read = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            bind(new ReadSection(section, read));
        }
        catch (InvalidOperationException)
        {
            return []; // A value that cannot be read is told of by whoever needs it.
        }

        var theirs = others.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = new List<(string, string?)>();
        Walk(section, section.GetChildren().Where(child => !theirs.Contains(child.Key)), read, unknown);
        return unknown;
    }

    private static void Walk(IConfigurationSection section, IEnumerable<IConfigurationSection> children, HashSet<string> read, List<(string Path, string? Meant)> unknown)
    {
        foreach (var child in children)
        {
            if (!read.Contains(child.Path))
            {
                unknown.Add((child.Path, Meant(section.Path, child.Key, read)));
            }
            else
            {
                Walk(child, child.GetChildren(), read, unknown);
            }
        }
    }

    private static string? Meant(string parent, string key, HashSet<string> read) => read
        .Where(path => string.Equals(ConfigurationPath.GetParentPath(path), parent, StringComparison.OrdinalIgnoreCase))
        .Select(path => ConfigurationPath.GetSectionKey(path))
        .Select(name => (Name: name, Distance: Distance(key, name)))
        .Where(near => near.Distance <= MaxDistance)
        .OrderBy(near => near.Distance).ThenBy(near => near.Name, StringComparer.Ordinal)
        .Select(near => near.Name)
        .FirstOrDefault();

    /// <summary>How many letters must be put in, taken out or changed to make one word of the other (Levenshtein), whatever their case.</summary>
    private static int Distance(string one, string other)
    {
        var above = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var row = new int[above.Length];
            row[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var change = char.ToUpperInvariant(one[i]) == char.ToUpperInvariant(other[j]) ? 0 : 1;
                row[j + 1] = Math.Min(Math.Min(row[j], above[j + 1]) + 1, above[j] + change);
            }

            above = row;
        }

        return above[^1];
    }
}
