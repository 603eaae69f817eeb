using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ClientFailover;

/// <summary>HTTP statuses from one to another, both included.</summary>
/// <param name="First">The lowest, such as 200.</param>
/// <param name="Last">The highest, such as 299.</param>
public readonly record struct StatusRange(int First, int Last)
{
    /// <summary>200 to 299.</summary>
    public static readonly StatusRange Success = new(200, 299);

    /// <summary>Whether <paramref name="status"/> is one of them.</summary>
    public bool Contains(int status) => status >= First && status <= Last;

    /// <summary>Reads <c>204</c> or <c>200-299</c>; false unless both are statuses (100 to 599) in that order.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StatusRange range)
    {
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        var first = StatusIn(dash < 0 ? text : text.AsSpan(0, dash));
        var last = dash < 0 ? first : StatusIn(text.AsSpan(dash + 1));
        range = new(first, last);
        return first is >= 100 and <= 599 && last is >= 100 and <= 599 && first <= last;
    }

    /// <summary>The range as <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    private static int StatusIn(ReadOnlySpan<char> text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;
}
