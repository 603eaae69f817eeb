using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>Names endpoints by what they have in common: all that is set must fit. Nothing set names all.</summary>
public sealed record FleetSelector
{
    /// <summary>All endpoints.</summary>
    public static readonly FleetSelector All = new();

    /// <summary>The name of one endpoint; null (the default) for any.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The region; null (the default) for any.</summary>
    public string? Region { get; init; }

    /// <summary>The zone; null (the default) for any.</summary>
    public string? Zone { get; init; }

    /// <summary>Labels and their values, as they were at the start. Default: none.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Only the first so many of those that fit, in the order of the scenario; null (the default) for all.</summary>
    public int? Count { get; init; }

    /// <summary>The endpoints it names.</summary>
    public ImmutableArray<FleetEndpoint> Of(ImmutableArray<FleetEndpoint> fleet) => [.. fleet.Where(Fits).Take(Count ?? int.MaxValue)];

    /// <inheritdoc/>
    public override string ToString()
    {
        string?[] parts = [Endpoint, Region, Zone, .. Labels.Select(label => $"{label.Key}={label.Value}")];
        var named = string.Join('/', parts.Where(part => part is not null));
        return (named.Length == 0 ? "all" : named) + (Count is { } count ? $" (first {count})" : "");
    }

    private bool Fits(FleetEndpoint endpoint) =>
        Same(Endpoint, endpoint.Name) && Same(Region, endpoint.Locality.Region) && Same(Zone, endpoint.Locality.Zone)
        && Labels.All(label => endpoint.Labels.TryGetValue(label.Key, out var value) && Same(label.Value, value));

    private static bool Same(string? asked, string value) => asked is null || string.Equals(asked, value, StringComparison.Ordinal);
}
