using System.Globalization;
using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

/// <summary>Reads the values of scenario files. Null for a text that is none.</summary>
internal static class YamlValues
{
    /// <summary><c>1.5</c>, or <c>2 %</c> for 0.02.</summary>
    public static double? Number(string text)
    {
        var percent = text.EndsWith('%');
        return double.TryParse(percent ? text[..^1].TrimEnd() : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? percent ? number / 100 : number
            : null;
    }

    public static int? Count(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static bool? Flag(string text) => bool.TryParse(text, out var flag) ? flag : null;

    /// <summary>A number and its unit: <c>250ms</c>, <c>30s</c>, <c>10m</c>, <c>1h</c>; <c>0</c> needs none.</summary>
    public static TimeSpan? Time(string text)
    {
        var unit = text.AsSpan().TrimStart("-0123456789. ");
        TimeSpan? one = unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "" when text == "0" => TimeSpan.Zero,
            _ => null,
        };
        return one is { } length && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? length * number : null;
    }

    /// <summary>A stretch: <c>20s..40s</c>.</summary>
    public static ScenarioWindow? Window(string text)
    {
        var parts = text.Split("..");
        return parts.Length == 2 && Time(parts[0].Trim()) is { } from && Time(parts[1].Trim()) is { } to ? new(from, to) : null;
    }
}
