namespace ClientFailover;

/// <summary>A locality with wildcards: <c>region/zone/subzone</c>; <c>*</c> or a missing part matches anything (Istio's <c>distribute</c> rules).</summary>
public static class LocalityPattern
{
    /// <summary>Whether <paramref name="locality"/> fits <paramref name="pattern"/>.</summary>
    public static bool Matches(string pattern, Locality locality)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var parts = pattern.Split('/');
        return Fits(0, locality.Region) && Fits(1, locality.Zone) && Fits(2, locality.SubZone);

        bool Fits(int part, string value) =>
            part >= parts.Length || parts[part] is "*" or "" || string.Equals(parts[part], value, StringComparison.Ordinal);
    }
}
