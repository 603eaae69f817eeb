using System.Diagnostics;
using System.Net.Http;
using System.Runtime.CompilerServices;

namespace ClientFailover.Http;

/// <summary>Sends one attempt to the endpoint that was picked, within its time, and judges how it ended.</summary>
internal sealed class AttemptSender(AttemptTimeouts timeouts, EndpointConnections connections)
{
    /// <summary>Sends the attempt. Whatever goes wrong is in <see cref="Attempt.Sent"/>.</summary>
    public Attempt Start(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> next, in HttpCall call, in PickResult pick)
    {
        var timeout = timeouts.Rent(call.TimeForAttempt(pick.StartedAt));
        var activity = AttemptActivities.Start(call.Pool.Service, pick, call.Trace.AttemptCount + 1);
        Task<HttpResponseMessage> sent;
        try
        {
            call.Request.RequestUri = AttemptUri.To(pick.Endpoint, call.Service, call.Trace);
            NameHost(call);
            sent = next(call.Request, timeout.Token);
        }
        catch (Exception error)
        {
            sent = Task.FromException<HttpResponseMessage>(error);
        }

        if (activity is not null)
        {
            Activity.Current = activity.Parent; // the caller's; no async method restores it here
        }

        // Linked only now, because an answer that is there already needs no link. What was cancelled meanwhile is cancelled at once.
        var link = sent.IsCompleted && ReplaySafety.CanBeReadAgain(call.Request.Content)
            ? default
            : call.Cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        return new(pick, sent, timeout, link, activity);
    }

    /// <summary>Waits for the end of the attempt. A failure is a result, not an exception; one that says nothing about the endpoint counts as cancelled.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> EndAsync(HttpCall call, Attempt attempt)
    {
        HttpResponseMessage? response = null;
        Exception? error = null;
        OutcomeKind? kind;
        try
        {
            response = await attempt.Sent.ConfigureAwait(false);
            kind = HttpOutcome.Of(response.StatusCode);
        }
        catch (Exception exception)
        {
            error = exception;
            kind = call.Cancellation.IsCancellationRequested ? OutcomeKind.Cancelled
                : attempt.Timeout.IsCancellationRequested ? OutcomeKind.TimedOut
                : HttpOutcome.Of(exception);
        }

        return End(call, attempt, kind ?? OutcomeKind.Cancelled, response, error);
    }

    /// <summary>Takes down how the attempt ended.</summary>
    public AttemptResult End(in HttpCall call, in Attempt attempt, OutcomeKind kind, HttpResponseMessage? response, Exception? error)
    {
        var outcome = new CallOutcome(kind, call.Pool.Now - attempt.Pick.StartedAt);
        if (kind == OutcomeKind.ConnectionLost)
        {
            // Over which connection it went cannot be known; if the eldest is as young as the endpoint's recovery, so was that one.
            outcome = outcome with { ConnectedAt = connections.Eldest(attempt.Pick.Endpoint.Address, attempt.Pick.StartedAt) };
        }

        attempt.Pick.Complete(outcome);
        call.Trace.Add(attempt.Pick, outcome, response?.StatusCode, error?.Message);
        AttemptActivities.Stop(attempt.Activity, outcome, error?.Message);
        Release(attempt, call.Request);
        return new(outcome, response, error);
    }

    /// <summary>What the caller wrote, without the name of a port: <c>_grpc.orders</c> is no name a certificate could have.</summary>
    /// <remarks>Unchecked, because it stood in a URI and so is a host. A check builds another URI, which would be the dearest part of a call.</remarks>
    private static void NameHost(in HttpCall call)
    {
        if (call.Host is null && call.Trace.AttemptCount == 0)
        {
            var (uri, service) = (call.Service, call.Pool.Service);
            call.Request.Headers.TryAddWithoutValidation("Host", service.PortName.Length > 0 ? service.Name : uri.IsDefaultPort ? uri.Host : uri.Authority);
        }
    }

    /// <summary>
    /// The time-out ends with the headers. The link to the caller's token must outlive it where a body may still be on its way out (HTTP/2 sends both at
    /// once): then the source is left to the caller's token, and not used again.
    /// </summary>
    private void Release(in Attempt attempt, HttpRequestMessage request)
    {
        if (ReplaySafety.CanBeReadAgain(request.Content))
        {
            attempt.Link.Dispose();
            timeouts.Return(attempt.Timeout);
        }
        else
        {
            attempt.Timeout.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
