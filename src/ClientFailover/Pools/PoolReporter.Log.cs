using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class PoolReporter
{
    [LoggerMessage(10, LogLevel.Warning, "{Service}: {Endpoint} of tier {Tier} is {Health} for {Time}: {Evidence}.")]
    private partial void LogEjected(ServiceName service, EndpointIdentity endpoint, int tier, EndpointHealth health, TimeSpan time, EjectionEvidence evidence);

    [LoggerMessage(11, LogLevel.Information, "{Service}: {Endpoint} is released and warms up.")]
    private partial void LogReleased(ServiceName service, EndpointIdentity endpoint);

    [LoggerMessage(14, LogLevel.Information, "{Service}: {Endpoint} is an outlier by a rule that is not enforced: {Evidence}.")]
    private partial void LogOutlier(ServiceName service, EndpointIdentity endpoint, EjectionEvidence evidence);

    [LoggerMessage(15, LogLevel.Warning, "{Service}: calls fail across {Locality} ({Evidence}); it is left as a whole for {Time}.")]
    private partial void LogCircuitOpen(ServiceName service, Locality locality, TimeSpan time, string evidence);

    [LoggerMessage(16, LogLevel.Information, "{Service}: {Locality} is tried again with {Probes} calls.")]
    private partial void LogCircuitHalfOpen(ServiceName service, Locality locality, int probes);

    [LoggerMessage(17, LogLevel.Information, "{Service}: {Locality} is in use again.")]
    private partial void LogCircuitClosed(ServiceName service, Locality locality);

    [LoggerMessage(18, LogLevel.Warning, "{Service}: calls fail alike in every locality; the fault is one they share, and traffic stays where it is.")]
    private partial void LogSharedFaultBegan(ServiceName service);

    [LoggerMessage(19, LogLevel.Information, "{Service}: the fault that all localities shared is over, or was not heard of for a while.")]
    private partial void LogSharedFaultEnded(ServiceName service);

    [LoggerMessage(21, LogLevel.Information, "{Service}: the return of traffic to tier {Tier} goes from {From} to {To}; it takes up to {Cap} %.")]
    private partial void LogTierReturn(ServiceName service, int tier, GatePhase from, GatePhase to, int cap);

    [LoggerMessage(22, LogLevel.Warning, "{Service}: the endpoints with {Label}={Version} fail more often ({Own}) than all others ({Others}): it is the version, not the hosts.")]
    private partial void LogVersionWorse(ServiceName service, string label, string version, string own, string others);

    [LoggerMessage(23, LogLevel.Information, "{Service}: the endpoints with {Label}={Version} are no worse than the others any more.")]
    private partial void LogVersionAlike(ServiceName service, string label, string version);

    [LoggerMessage(29, LogLevel.Warning, "{Service}: calls in {Locality} fail more often ({Own}) than elsewhere ({Others}), across its endpoints; most of its traffic goes elsewhere.")]
    private partial void LogLocalityWorse(ServiceName service, Locality locality, string own, string others);

    [LoggerMessage(30, LogLevel.Information, "{Service}: {Locality} fares as well as the others again, and has its traffic back.")]
    private partial void LogLocalityAlike(ServiceName service, Locality locality);

    [LoggerMessage(31, LogLevel.Debug, "{Service}: {Endpoint} has had its time to drain; what still runs there is cut.")]
    private partial void LogDrained(ServiceName service, EndpointIdentity endpoint);

    [LoggerMessage(32, LogLevel.Warning, "{Service}: {Locality} is full: calls take {Latency} there, and took {Best}. A part of its traffic goes elsewhere.")]
    private partial void LogSpillBegan(ServiceName service, Locality locality, TimeSpan latency, TimeSpan best);

    [LoggerMessage(36, LogLevel.Warning, "{Service}: {Locality} is full: {Utilization:P0} of what its endpoints say they can take is in use. A part of its traffic goes elsewhere.")]
    private partial void LogSpillByReport(ServiceName service, Locality locality, double utilization);

    [LoggerMessage(33, LogLevel.Information, "{Service}: {Locality} takes all its traffic again.")]
    private partial void LogSpillEnded(ServiceName service, Locality locality);

    [LoggerMessage(37, LogLevel.Warning, "{Service}: another instance answers at {Endpoint} than the registry says. It is not used until it is listed anew; does the registry keep addresses of instances that are gone?")]
    private partial void LogIsAnother(ServiceName service, EndpointIdentity endpoint);

    [LoggerMessage(34, LogLevel.Warning, "{Service}: {Route} fails at each of {Endpoints} endpoints ({Calls}), which serve their other routes: it is the route, and no endpoint is ejected for it.")]
    private partial void LogRouteFailing(ServiceName service, string route, int endpoints, string calls);

    [LoggerMessage(35, LogLevel.Information, "{Service}: {Route} works again, or has not been called for a while.")]
    private partial void LogRouteRecovered(ServiceName service, string route);

    [LoggerMessage(38, LogLevel.Warning, "{Service}: its endpoints now come from {To} in place of {From}: {Reason}.")]
    private partial void LogSourceMoved(ServiceName service, string from, string to, string reason);

    [LoggerMessage(39, LogLevel.Information, "{Service}: its endpoints now come from {To} and no longer from the {From}, with which this process began.")]
    private partial void LogSourceAnswers(ServiceName service, string to, string from);

    [LoggerMessage(24, LogLevel.Warning, "{Service}: {Action} {Target} for {Time}, {Endpoints} endpoints: {Reason}.")]
    private partial void LogEvacuationBegan(ServiceName service, EvacuationAction action, EvacuationTarget target, TimeSpan time, int endpoints, string reason);

    [LoggerMessage(25, LogLevel.Warning, "{Service}: {Action} {Target} is in force but matches no endpoint at present: {Reason}.")]
    private partial void LogEvacuationOfNobody(ServiceName service, EvacuationAction action, EvacuationTarget target, string reason);

    [LoggerMessage(26, LogLevel.Information, "{Service}: {Action} {Target} has ended.")]
    private partial void LogEvacuationEnded(ServiceName service, EvacuationAction action, EvacuationTarget target);

    [LoggerMessage(27, LogLevel.Warning, "{Service}: this process was held up for {Delay}; until it has recovered nothing is held against any endpoint. Look for blocked threads or long collections.")]
    private partial void LogLocalFaultBegan(ServiceName service, TimeSpan delay);

    [LoggerMessage(28, LogLevel.Information, "{Service}: this process has recovered; endpoints are judged again.")]
    private partial void LogLocalFaultEnded(ServiceName service);
}
