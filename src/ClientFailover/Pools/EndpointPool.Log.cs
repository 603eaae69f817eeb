using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class EndpointPool
{
    [LoggerMessage(10, LogLevel.Warning, "{Service}: {Endpoint} of tier {Tier} is {Health} for {Time} because of {Reason} ({Failures} failed attempts, {ConnectFailures} failed connects in a row).")]
    private partial void LogEjected(
        ServiceName service, EndpointIdentity endpoint, EndpointHealth health, EjectionReason reason, int tier, int failures, int connectFailures, TimeSpan time);

    [LoggerMessage(11, LogLevel.Information, "{Service}: {Endpoint} is released and takes its share again.")]
    private partial void LogReleased(ServiceName service, EndpointIdentity endpoint);

    [LoggerMessage(12, LogLevel.Debug, "{Service}: a new plan, list {Version}, {Tiers} tiers, {Endpoints} endpoints.")]
    private partial void LogPlan(ServiceName service, long version, int tiers, int endpoints);

    [LoggerMessage(13, LogLevel.Error, "{Service}: a fault in the maintenance of the pool; calls go on by the last plan. Please report this.")]
    private partial void LogMaintenanceFailed(Exception error, ServiceName service);
}
