using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Reads label selectors.</summary>
internal static class SelectorParser
{
    /// <summary>What is wrong with the text; null when it was read.</summary>
    public static string? Parse(string text, out ImmutableArray<SelectorTerm> terms)
    {
        var read = ImmutableArray.CreateBuilder<SelectorTerm>();
        terms = [];
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        foreach (var part in Split(text))
        {
            if (Term(part.Trim(), out var term) is { } problem)
            {
                return problem;
            }

            read.Add(term!);
        }

        terms = read.ToImmutable();
        return null;
    }

    /// <summary>The terms, between the commas that are not in brackets.</summary>
    private static List<string> Split(string text)
    {
        List<string> parts = [];
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static string? Term(string part, out SelectorTerm? term)
    {
        term = null;
        if (part.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals)
        {
            var isPositive = equals == 0 || part[equals - 1] != '!';
            var key = part[..(isPositive ? equals : equals - 1)].Trim();
            return Make(part, key, isPositive, [part[(equals + 1)..].TrimStart('=').Trim()], out term);
        }

        if (part.IndexOf('(', StringComparison.Ordinal) is >= 0 and var bracket)
        {
            var words = part[..bracket].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return words is [var key, "in" or "notin"] && part.EndsWith(')')
                ? Make(part, key, words[1].Length == 2, [.. part[(bracket + 1)..^1].Split(',', StringSplitOptions.TrimEntries)], out term)
                : $"'{part}' is not understood; write it as region in (eu-west, eu-central), or with notin";
        }

        return part.StartsWith('!') ? Make(part, part[1..].Trim(), isPositive: false, [], out term) : Make(part, part, isPositive: true, [], out term);
    }

    private static string? Make(string part, string key, bool isPositive, ImmutableArray<string> values, out SelectorTerm? term)
    {
        term = null;
        if (key.Length == 0)
        {
            return part.Length == 0 ? "there is nothing between two commas, or at an end" : $"'{part}' names no label; write it as region=eu-west";
        }

        if (!IsWord(key) || !values.All(IsWord))
        {
            return $"'{part}' has a sign that labels do not have, or an empty value; write it as region=eu-west, region in (eu-west, eu-central), or !batch";
        }

        term = new(key, isPositive, values);
        return null;
    }

    /// <summary>The signs of Kubernetes' labels and of Consul's keys and tags.</summary>
    private static bool IsWord(string word) => word.Length > 0 && word.All(static sign => char.IsLetterOrDigit(sign) || sign is '-' or '_' or '.' or '/' or ':' or '@' or '+');
}
