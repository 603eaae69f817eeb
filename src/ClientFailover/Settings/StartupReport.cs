using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>Says once, at start-up, what was set up and will have no effect. One per process registry.</summary>
/// <param name="logger">Takes the report.</param>
/// <param name="section">Where the options come from, to find keys that are none; null where there is no configuration.</param>
/// <param name="sources">The registered sources: each may have a section of its own in there.</param>
internal sealed partial class StartupReport(ILogger<StartupReport> logger, IConfigurationSection? section = null, params IEnumerable<string> sources)
{
    private int _written;

    /// <summary>Writes the report the first time; later calls do nothing.</summary>
    public void Write(FailoverSettings settings)
    {
        if (Interlocked.Exchange(ref _written, 1) == 1)
        {
            return;
        }

        UnknownKeys.Report(section, static keys => keys.Bind(new LocalityFailoverOptions()), logger, sources);
        var own = settings.Caller.Locality;
        if (!own.IsUnknown)
        {
            LogOwnLocality(logger, own, settings.Origin);
        }

        WriteLocality(own, settings.DefaultPolicy);
        foreach (var service in settings.Services)
        {
            if (settings.EndpointsOf(service) is { } endpoints)
            {
                WriteEndpoints(service, endpoints, settings.PolicyOf(service));
            }
        }
    }

    private void WriteLocality(Locality own, FailoverPolicy policy)
    {
        var (byRegion, byZone) = (Compares(policy, FailoverPriorityLabel.RegionKey), Compares(policy, FailoverPriorityLabel.ZoneKey));
        if (own.Region.Length == 0 && own.Zone.Length == 0)
        {
            if (byRegion || byZone)
            {
                LogNoLocality(logger);
            }
        }
        else if (own.Zone.Length == 0 && byZone)
        {
            LogNoZone(logger, own.Region);
        }
        else if (own.Region.Length == 0 && byRegion)
        {
            LogNoRegion(logger, own.Zone);
        }
    }

    private void WriteEndpoints(ServiceName service, IReadOnlyList<Endpoint> endpoints, FailoverPolicy policy)
    {
        if (endpoints.Count == 1)
        {
            LogSingleEndpoint(logger, service);
        }
        else if (Compares(policy, FailoverPriorityLabel.ZoneKey) && endpoints.All(e => e.Locality.Zone.Length == 0))
        {
            LogNoZoneLabels(logger, service, endpoints.Count);
        }
    }

    /// <summary>Whether the caller's own value of a label decides who is near; a policy that ranks by other labels misses nothing.</summary>
    private static bool Compares(FailoverPolicy policy, string key) =>
        policy.FailoverPriority.Any(label => label.Value is null && string.Equals(label.Key, key, StringComparison.Ordinal));
}
