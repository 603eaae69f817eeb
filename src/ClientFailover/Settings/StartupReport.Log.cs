using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class StartupReport
{
    [LoggerMessage(EventId = 110, EventName = "OwnLocality", Level = LogLevel.Information, Message = "This process runs in {Locality} ({Origin}).")]
    private static partial void LogOwnLocality(ILogger logger, Locality locality, LocalityOrigin origin);

    [LoggerMessage(
        EventId = 111, EventName = "NoLocality", Level = LogLevel.Warning,
        Message = "Neither region nor zone of this process is known, so all endpoints count as equally near: no zone affinity, failover only by health. " +
            "Set LocalityFailover:Locality:Region and :Zone, or the environment variables CLIENTFAILOVER_REGION and CLIENTFAILOVER_ZONE.")]
    private static partial void LogNoLocality(ILogger logger);

    [LoggerMessage(
        EventId = 112, EventName = "NoZone", Level = LogLevel.Warning,
        Message = "The zone of this process is not known, so all endpoints of the region {Region} count as equally near: no zone affinity. " +
            "Set LocalityFailover:Locality:Zone, or the environment variable CLIENTFAILOVER_ZONE.")]
    private static partial void LogNoZone(ILogger logger, string region);

    [LoggerMessage(
        EventId = 113, EventName = "NoRegion", Level = LogLevel.Warning,
        Message = "The zone of this process is {Zone}, but its region is not known, so an endpoint that names a region counts as far away, even in that zone. " +
            "Set LocalityFailover:Locality:Region, or the environment variable CLIENTFAILOVER_REGION.")]
    private static partial void LogNoRegion(ILogger logger, string zone);

    [LoggerMessage(
        EventId = 114, EventName = "NoZoneLabels", Level = LogLevel.Warning,
        Message = "None of the {Count} configured endpoints of {Service} names a zone: no zone affinity for it. " +
            "Set Region and Zone at each of LocalityFailover:Services:{Service}:Endpoints.")]
    private static partial void LogNoZoneLabels(ILogger logger, ServiceName service, int count);

    [LoggerMessage(
        EventId = 115, EventName = "SingleEndpoint", Level = LogLevel.Information,
        Message = "{Service} has one configured endpoint: there is nothing to fail over to, and it is never ejected. Add another, unless a further source knows more.")]
    private static partial void LogSingleEndpoint(ILogger logger, ServiceName service);
}
