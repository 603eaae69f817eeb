using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Finds out where this process runs: from configuration first, then part by part from the file of labels that it names, and from the environment where both are silent.</summary>
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
        var labels = options.LabelsFile is { Length: > 0 } file ? PodLabels.Read(file) : FrozenDictionary<string, string>.Empty;
        var (region, regionOrigin) = Part(options.Region, nameof(options.Region), [FailoverPriorityLabel.RegionKey], RegionVariables);
        var (zone, zoneOrigin) = Part(options.Zone, nameof(options.Zone), [FailoverPriorityLabel.ZoneKey], ZoneVariables);
        var (subZone, subZoneOrigin) = Part(options.SubZone, nameof(options.SubZone), [FailoverPriorityLabel.SubZoneKey, "kubernetes.io/hostname"], SubZoneVariables);
        var all = labels.ToDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in options.Labels)
        {
            all[key] = value;
        }

        var caller = new Caller(new Locality(region, zone, subZone)) { Labels = all.ToFrozenDictionary(StringComparer.Ordinal) };
        return (caller, new LocalityOrigin(regionOrigin, zoneOrigin, subZoneOrigin));

        (string? Value, string? Origin) Part(string? configured, string property, ImmutableArray<string> keys, ImmutableArray<string> variables)
        {
            var key = keys.FirstOrDefault(known => labels.GetValueOrDefault(known) is { Length: > 0 });
            return !string.IsNullOrEmpty(configured) ? (configured, $"{LocalityFailoverOptions.SectionName}:{nameof(LocalityFailoverOptions.Locality)}:{property}")
                : key is not null ? (labels[key], $"{key} in {options.LabelsFile}")
                : FromEnvironment(variables, environment);
        }
    }

    private static (string? Value, string? Origin) FromEnvironment(ImmutableArray<string> variables, EnvironmentReader environment)
    {

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
