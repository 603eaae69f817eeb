namespace ClientFailover;

/// <summary>How an option that is a text is read.</summary>
internal static class OptionTextExtensions
{
    /// <summary>Null for one that is there but says nothing, as a configuration file may have it.</summary>
    public static string? OrNull(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
