using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class EndpointPool
{
    [LoggerMessage(12, LogLevel.Debug, "{Service}: a new plan, list {Version}, {Tiers} tiers, {Endpoints} endpoints.")]
    private partial void LogPlan(ServiceName service, long version, int tiers, int endpoints);

    [LoggerMessage(13, LogLevel.Error, "{Service}: a fault in the maintenance of the pool; calls go on by the last plan. Please report this.")]
    private partial void LogMaintenanceFailed(Exception error, ServiceName service);
}
