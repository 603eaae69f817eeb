using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Finds out where this process runs: from configuration first, and part by part from the environment where that is silent.</summary>
internal static class OwnLocality
{
    /// <summary>The variables of the region, in order: ours, the one deployments commonly map the topology label to, and the one AWS sets by itself.</summary>
    public static readonly ImmutableArray<string> RegionVariables = ["CLIENTFAILOVER_REGION", "TOPOLOGY_REGION", "AWS_REGION"];

    /// <summary>The variables of the zone, in order.</summary>
    public static readonly ImmutableArray<string> ZoneVariables = ["CLIENTFAILOVER_ZONE", "TOPOLOGY_ZONE"];

    /// <summary>The variables of the sub-zone, in order.</summary>
    public static readonly ImmutableArray<string> SubZoneVariables = ["CLIENTFAILOVER_SUBZONE", "TOPOLOGY_SUBZONE"];

    public static (Caller Caller, LocalityOrigin Origin) Find(LocalityOptions options, EnvironmentReader environment)
    {
        var (region, regionOrigin) = Part(options.Region, nameof(options.Region), RegionVariables, environment);
        var (zone, zoneOrigin) = Part(options.Zone, nameof(options.Zone), ZoneVariables, environment);
        var (subZone, subZoneOrigin) = Part(options.SubZone, nameof(options.SubZone), SubZoneVariables, environment);
        var caller = new Caller(new Locality(region, zone, subZone)) { Labels = options.Labels.ToFrozenDictionary(StringComparer.Ordinal) };
        return (caller, new LocalityOrigin(regionOrigin, zoneOrigin, subZoneOrigin));
    }

    private static (string? Value, string? Origin) Part(string? configured, string property, ImmutableArray<string> variables, EnvironmentReader environment)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return (configured, $"{LocalityFailoverOptions.SectionName}:{nameof(LocalityFailoverOptions.Locality)}:{property}");
        }

        foreach (var variable in variables)
        {
            // A template that was not filled in leaves an empty variable; it says nothing.
            if (environment(variable)?.Trim() is { Length: > 0 } value)
            {
                return (value, variable);
            }
        }

        return (null, null);
    }
}
