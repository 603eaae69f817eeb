using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>Tells what a pool has decided: to the log, the metrics and who subscribed. Called by the pool's loop, outside locks.</summary>
internal sealed partial class PoolReporter(EndpointPool pool, FailoverMetrics metrics, FailoverEvents events, ILogger logger)
{
    private readonly ILogger _logger = logger;

    public void Report(FailoverEvent happened)
    {
        metrics.Happened(pool, happened);
        Log(happened);
        events.Publish(happened);
    }

    private void Log(FailoverEvent happened)
    {
        var service = happened.Service;
        switch (happened)
        {
            case EndpointEjected e:
                LogEjected(service, e.Endpoint, e.Tier, e.Ejection.Health, e.Ejection.Until - e.Ejection.Since, e.Ejection.Evidence);
                break;
            case EndpointReleased e:
                LogReleased(service, e.Endpoint);
                break;
            case OutlierReported e:
                LogOutlier(service, e.Endpoint, e.Evidence);
                break;
            case CircuitMoved { To.State: CircuitState.Open } e:
                LogCircuitOpen(service, e.Locality, e.To.Until - e.To.Since, e.Evidence?.Rate.ToString() ?? "a probe failed");
                break;
            case CircuitMoved { To.State: CircuitState.HalfOpen } e:
                LogCircuitHalfOpen(service, e.Locality, e.To.ProbesLeft);
                break;
            case CircuitMoved e:
                LogCircuitClosed(service, e.Locality);
                break;
            case SharedFaultBegan:
                LogSharedFaultBegan(service);
                break;
            case SharedFaultEnded:
                LogSharedFaultEnded(service);
                break;
            case TierReturnMoved e:
                LogTierReturn(service, e.Tier, e.From.Phase, e.To.Phase, e.To.Cap);
                break;
            case VersionFoundWorse e:
                LogVersionWorse(service, e.Label, e.Version, e.Own.ToString(), e.Others.ToString());
                break;
            case VersionFoundAlike e:
                LogVersionAlike(service, e.Label, e.Version);
                break;
            case LocalityFoundWorse e:
                LogLocalityWorse(service, e.Locality, e.Own.ToString(), e.Others.ToString());
                break;
            case LocalityFoundAlike e:
                LogLocalityAlike(service, e.Locality);
                break;
            case SpillBegan { Utilization: { } utilization } e when utilization >= pool.Policy.Spill.Utilization:
                LogSpillByReport(service, e.Locality, utilization);
                break;
            case SpillBegan e:
                LogSpillBegan(service, e.Locality, e.Latency, e.Best);
                break;
            case SpillEnded e:
                LogSpillEnded(service, e.Locality);
                break;
            case EndpointDrained e:
                LogDrained(service, e.Endpoint);
                break;
            case EndpointIsAnother e:
                LogIsAnother(service, e.Endpoint);
                break;
            case RouteFoundFailing e:
                LogRouteFailing(service, e.Route, e.Endpoints, e.Calls.ToString());
                break;
            case RouteRecovered e:
                LogRouteRecovered(service, e.Route);
                break;
            case SourceMoved e when RecalledList.IsRecalled(e.From):
                LogSourceAnswers(service, e.To, e.From);
                break;
            case SourceMoved e:
                LogSourceMoved(service, e.From, e.To, e.Reason.Length > 0 ? e.Reason : "it has endpoints, and those before it have none");
                break;
            case EvacuationBegan { Matches: 0 } e:
                LogEvacuationOfNobody(service, e.Evacuation.Action, e.Evacuation.Target, e.Evacuation.Reason);
                break;
            case EvacuationBegan e:
                LogEvacuationBegan(service, e.Evacuation.Action, e.Evacuation.Target, e.Evacuation.Until - e.At, e.Matches, e.Evacuation.Reason);
                break;
            case EvacuationEnded e:
                LogEvacuationEnded(service, e.Evacuation.Action, e.Evacuation.Target);
                break;
            case LocalFaultBegan e:
                LogLocalFaultBegan(service, e.Delay);
                break;
            case LocalFaultEnded:
                LogLocalFaultEnded(service);
                break;
        }
    }
}
