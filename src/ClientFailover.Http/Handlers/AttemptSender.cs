using System.Net.Http;
using System.Runtime.CompilerServices;

namespace ClientFailover.Http;

/// <summary>Sends one attempt to the endpoint that was picked, within its time, and judges how it ended.</summary>
internal sealed class AttemptSender(AttemptTimeouts timeouts)
{
    /// <summary>Sends the attempt. A failure is a result, not an exception; only what says nothing about the endpoint is thrown.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> SendAsync(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> next, HttpRequestMessage request, Uri service, PickResult pick, FailoverTrace trace, TimeSpan limit, CancellationToken cancellationToken)
    {
        var activity = AttemptActivities.Start(trace.Service, pick, trace.AttemptCount + 1);
        var timeout = timeouts.Rent(limit);
        var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        HttpResponseMessage? response = null;
        Exception? error = null;
        OutcomeKind? kind;
        try
        {
            request.RequestUri = AttemptUri.To(pick.Endpoint, service, trace);
            request.Headers.Host ??= HostOf(service, trace.Service);
            response = await next(request, timeout.Token).ConfigureAwait(false);
            kind = HttpOutcome.Of(response.StatusCode);
        }
        catch (Exception exception)
        {
            error = exception;
            kind = cancellationToken.IsCancellationRequested ? OutcomeKind.Cancelled
                : timeout.IsCancellationRequested ? OutcomeKind.TimedOut
                : HttpOutcome.Of(exception);
        }

        var outcome = new CallOutcome(kind ?? OutcomeKind.Cancelled, trace.Pool.Now - pick.StartedAt);
        pick.Complete(outcome);
        trace.Add(pick, outcome, response?.StatusCode, error?.Message);
        AttemptActivities.Stop(activity, outcome, error?.Message);
        Release(timeout, link, request);
        return new(outcome, response, error);
    }

    /// <summary>What the caller wrote, without the name of a port: <c>_grpc.orders</c> is no name a certificate could have.</summary>
    private static string HostOf(Uri uri, ServiceName service) =>
        service.PortName.Length > 0 ? service.Name : uri.IsDefaultPort ? uri.Host : uri.Authority;

    /// <summary>
    /// The time-out ends with the headers. The link to the caller's token must outlive it where a body may still be on its way out (HTTP/2 sends both at
    /// once): then the source is left to the caller's token, and not used again.
    /// </summary>
    private void Release(CancellationTokenSource timeout, CancellationTokenRegistration link, HttpRequestMessage request)
    {
        if (ReplaySafety.CanBeReadAgain(request.Content))
        {
            link.Dispose();
            timeouts.Return(timeout);
        }
        else
        {
            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
