using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class EndpointPool
{
    [LoggerMessage(10, LogLevel.Warning, "{Service}: {Endpoint} of tier {Tier} is {Health} for {Time}: {Evidence}.")]
    private partial void LogEjected(ServiceName service, EndpointIdentity endpoint, int tier, EndpointHealth health, TimeSpan time, EjectionEvidence evidence);

    [LoggerMessage(11, LogLevel.Information, "{Service}: {Endpoint} is released and takes its share again.")]
    private partial void LogReleased(ServiceName service, EndpointIdentity endpoint);

    [LoggerMessage(12, LogLevel.Debug, "{Service}: a new plan, list {Version}, {Tiers} tiers, {Endpoints} endpoints.")]
    private partial void LogPlan(ServiceName service, long version, int tiers, int endpoints);

    [LoggerMessage(13, LogLevel.Error, "{Service}: a fault in the maintenance of the pool; calls go on by the last plan. Please report this.")]
    private partial void LogMaintenanceFailed(Exception error, ServiceName service);

    [LoggerMessage(14, LogLevel.Information, "{Service}: {Endpoint} is an outlier by a rule that is not enforced: {Evidence}.")]
    private partial void LogOutlier(ServiceName service, EndpointIdentity endpoint, EjectionEvidence evidence);

    [LoggerMessage(15, LogLevel.Warning, "{Service}: calls fail across {Locality}; it is left as a whole for {Time}.")]
    private partial void LogCircuitOpen(ServiceName service, Locality locality, TimeSpan time);

    [LoggerMessage(16, LogLevel.Information, "{Service}: {Locality} is tried again with {Probes} calls.")]
    private partial void LogCircuitHalfOpen(ServiceName service, Locality locality, int probes);

    [LoggerMessage(17, LogLevel.Information, "{Service}: {Locality} is in use again.")]
    private partial void LogCircuitClosed(ServiceName service, Locality locality);
}
