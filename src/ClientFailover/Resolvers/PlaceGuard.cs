using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Does not believe places that no one named by hand: they stand in every metric and in many lines of the log, and a registry is a place where others write.</summary>
internal static class PlaceGuard
{
    /// <summary>Four times what Kubernetes takes for the value of a label.</summary>
    public const int MaxLength = 252;

    /// <summary>The endpoints; where a name is too long or has control characters, the place counts as unknown, and <paramref name="problems"/> says so.</summary>
    public static ImmutableArray<Endpoint> Clean(ImmutableArray<Endpoint> endpoints, ICollection<string> problems)
    {
        ImmutableArray<Endpoint>.Builder? cleaned = null;
        for (var i = 0; i < endpoints.Length; i++)
        {
            if (Fault(endpoints[i].Locality) is { } fault)
            {
                problems.Add($"{endpoints[i].Identity} has {fault}; where it is counts as unknown");
                cleaned ??= endpoints.ToBuilder();
                cleaned[i] = Nowhere(endpoints[i]);
            }
        }

        return cleaned?.DrainToImmutable() ?? endpoints;
    }

    private static Endpoint Nowhere(Endpoint endpoint) => new(endpoint.Address)
    {
        Instance = endpoint.Instance,
        Weight = endpoint.Weight,
        Priority = endpoint.Priority,
        Level = endpoint.Level,
        Condition = endpoint.Condition,
        Labels = endpoint.Labels,
    };

    private static string? Fault(Locality place) => Fault("region", place.Region) ?? Fault("zone", place.Zone) ?? Fault("sub-zone", place.SubZone);

    private static string? Fault(string part, string name) =>
        name.Length > MaxLength ? $"a {part} of {name.Length} characters, more than {MaxLength}"
        : name.AsSpan().ContainsAnyInRange('\0', '\u001f') ? $"a {part} with control characters"
        : null;
}
