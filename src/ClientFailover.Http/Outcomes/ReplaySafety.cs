using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Whether a request may be sent a second time.</summary>
internal static class ReplaySafety
{
    private const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Why the attempt after <paramref name="outcome"/> must not be made; <see cref="RetrySuppression.None"/> when it may.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policy">What is known of routes.</param>
    /// <param name="body">What can be done about its body.</param>
    /// <param name="outcome">How the attempt failed.</param>
    /// <param name="isGrpc">Whether it is a gRPC call: a server that says UNAVAILABLE, before any answer, has not done the work by the convention of gRPC (and Istio's default), so that repeating it needs no promise, only that nobody forbids it.</param>
    public static RetrySuppression Check(HttpRequestMessage request, AttemptPolicy policy, RequestBody body, in CallOutcome outcome, bool isGrpc = false)
    {
        // What never left may always be sent, and its body was not read.
        if (outcome.Kind is OutcomeKind.ConnectFailed or OutcomeKind.TlsFailed)
        {
            return RetrySuppression.None;
        }

        var needsNoPromise = outcome.IsUnprocessed || (isGrpc && outcome.Kind == OutcomeKind.Unavailable && !IsForbidden(request, policy));
        return !needsNoPromise && Of(request, policy) == Repeatability.Once ? RetrySuppression.NotIdempotent
            : body.CanBeSentAgain ? RetrySuppression.None : RetrySuppression.BodyNotReplayable;
    }

    /// <summary>What the request says itself, then its route, then an idempotency key, then its method.</summary>
    public static Repeatability Of(HttpRequestMessage request, AttemptPolicy policy)
    {
        if (request.Options.TryGetValue(FailoverRequestOptions.IsIdempotent, out var stated) && !stated)
        {
            return Repeatability.Once;
        }

        var known = policy.Routes.IsEmpty ? null : RouteOf(request, policy);
        var natural = known ?? Natural(request);
        return natural == Repeatability.Once && request.Method != HttpMethod.Connect && (stated || (known is null && request.Headers.NonValidated.Contains(IdempotencyKey)))
            ? Repeatability.Idempotent
            : natural;
    }

    /// <summary>RFC 9110 §9.2: safe methods ask for nothing to be changed; repeating idempotent ones has the effect of sending them once. An upgrade opens a session, and two are not one.</summary>
    private static Repeatability Natural(HttpRequestMessage request)
    {
        var method = request.Method;
        return method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace
            ? request.Headers.NonValidated.Contains("Upgrade") ? Repeatability.Idempotent : Repeatability.Safe
            : method == HttpMethod.Put || method == HttpMethod.Delete ? Repeatability.Idempotent : Repeatability.Once;
    }

    /// <summary>Whether the request itself or its route says that it is not to be repeated.</summary>
    private static bool IsForbidden(HttpRequestMessage request, AttemptPolicy policy) =>
        request.Options.TryGetValue(FailoverRequestOptions.IsIdempotent, out var stated) ? !stated : RouteOf(request, policy) == Repeatability.Once;

    private static Repeatability? RouteOf(HttpRequestMessage request, AttemptPolicy policy)
    {
        var path = request.RequestUri is { IsAbsoluteUri: true } uri ? uri.AbsolutePath : "/";
        foreach (var route in policy.Routes)
        {
            if (route.Matches(request.Method.Method, path))
            {
                return route.Repeat;
            }
        }

        return null;
    }
}
