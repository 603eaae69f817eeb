using System.Diagnostics;

namespace ClientFailover.Http;

/// <summary>One activity for each attempt, under the caller's own.</summary>
internal static class AttemptActivities
{
    private static readonly ActivitySource Source = new(FailoverTelemetry.ActivitySourceName, FailoverTelemetry.Version);

    public static Activity? Start(ServiceName service, in PickResult pick, int attempt)
    {
        if (!Source.HasListeners() || Source.StartActivity("clientfailover.attempt") is not { } activity)
        {
            return null;
        }

        activity.SetTag("service", service.ToString());
        activity.SetTag("attempt", attempt);
        activity.SetTag("tier", pick.Tier);
        activity.SetTag("endpoint", pick.Endpoint.Address.Authority);
        activity.SetTag("region", pick.Endpoint.Locality.Region);
        activity.SetTag("zone", pick.Endpoint.Locality.Zone);
        return activity;
    }

    public static void Stop(Activity? activity, in CallOutcome outcome, string? error)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("outcome", FailoverTelemetry.NameOf(outcome.Kind));
        if (outcome.IsFailure)
        {
            activity.SetStatus(ActivityStatusCode.Error, error);
        }

        activity.Dispose();
    }
}
