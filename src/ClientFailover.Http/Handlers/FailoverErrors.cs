using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Words the exceptions: what happened, and what to do about it.</summary>
internal static class FailoverErrors
{
    public static FailoverException NoAnswer(FailoverTrace trace, Exception? error)
    {
        var kind = error is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http ? http.HttpRequestError : HttpRequestError.Unknown;
        var count = trace.AttemptCount == 1 ? "its only attempt" : $"all {trace.AttemptCount} attempts";
        return new(kind, $"The call to '{trace.Service}' failed: {count} failed, and {Why(trace.Suppression)}. {trace}.", trace, error);
    }

    public static FailoverException NoEndpoint(FailoverTrace trace, RefusalReason refusal, CallBounds? bounds)
    {
        if (refusal == RefusalReason.OutOfBounds)
        {
            return OutOfBounds(trace, bounds?.Limit ?? EndpointSelector.Everything);
        }

        var why = refusal switch
        {
            RefusalReason.Draining => "all its endpoints are draining",
            RefusalReason.Ineligible => "the routing preference rules out all its endpoints",
            _ => trace.Pool.Registry.Last switch
            {
                null => $"no source has answered within {trace.Pool.Policy.Timeouts.FirstResolution}; is the registry reachable? (LocalityFailover:Defaults:Timeouts:FirstResolution bounds the wait)",
                Resolution.Failed failed => $"{failed.Source} cannot be asked: {failed.Reason}",
                Resolution.NotFound missing =>
                    $"no source knows it ({missing.Reason}); add it under LocalityFailover:Services:{trace.Service.Name}:Endpoints, or register its registry, such as AddConsul()",
                Resolution.Resolved { Problems: [var problem, ..] } empty => $"{empty.Source} names no endpoint for it: {problem}",
                var last => $"{last.Source} names no endpoint for it; check the name, its health checks and the permissions of the registry's token",
            },
        };
        return new(HttpRequestError.NameResolutionError, $"The service '{trace.Service}' has no endpoint to call: {why}.", trace, (trace.Pool.Registry.Last as Resolution.Failed)?.Error);
    }

    private static OutOfBoundsException OutOfBounds(FailoverTrace trace, EndpointSelector own)
    {
        var (policy, all) = (trace.Pool.Policy, trace.Pool.Plan.Input);
        var count = all.Snapshot.Endpoints.Length + all.OutOfBounds.Length;
        var residency = policy.Residency.IsEverything ? "" : $" by the residency of its service ({policy.Residency})";
        var bounds = own.IsEverything ? "" : $" by the bounds of the call ({own})";
        return new(
            $"The call to '{trace.Service}' was not made: none of its {count} endpoints may be used{residency}{(residency.Length > 0 && bounds.Length > 0 ? " and" : "")}{bounds}. An endpoint without the label lies outside too; check the labels of the endpoints, or the limit.",
            trace, policy.Residency.And(own));
    }

    private static string Why(RetrySuppression suppression) => suppression switch
    {
        RetrySuppression.NotIdempotent => "the request may not be repeated (set FailoverRequestOptions.IsIdempotent if it may)",
        RetrySuppression.BodyNotReplayable => "its body is a stream that cannot be read again (set FailoverRequestOptions.ContentFactory, or raise Attempts:MaxBufferedBody)",
        RetrySuppression.AttemptsExhausted => "no more are allowed",
        RetrySuppression.BudgetSpent => "the retry budget of the service is spent",
        RetrySuppression.RetryUpstream => "it was made for a request that is itself a retry",
        RetrySuppression.Pushback => "the server asked for no further attempt",
        RetrySuppression.OutOfTime => "the time for the whole call is over",
        _ => "there is no other endpoint",
    };
}
