using System.Net.Http;
using System.Runtime.ExceptionServices;

namespace ClientFailover.Http;

/// <summary>Sends each attempt of a request to an endpoint of the service that its address names. Holds no state: everything it learns is kept by the pools.</summary>
internal sealed class FailoverHandler : DelegatingHandler
{
    private readonly IEndpointPoolRegistry _pools;
    private readonly AttemptSender _sender;
    private readonly TimeProvider _timeProvider;
    private readonly ShadowCalls _shadows;
    private readonly string? _policy;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _next;
    private HostPool? _lastPool;

    /// <param name="pools">The pools of the process.</param>
    /// <param name="sender">Sends attempts.</param>
    /// <param name="timeProvider">Waits out back-offs.</param>
    /// <param name="policy">The name of the service whose options apply; null for each service's own.</param>
    public FailoverHandler(IEndpointPoolRegistry pools, AttemptSender sender, TimeProvider timeProvider, string? policy)
    {
        _pools = pools;
        _sender = sender;
        _timeProvider = timeProvider;
        _shadows = new(timeProvider);
        _policy = policy;
        _next = base.SendAsync;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<HttpResponseMessage>(cancellationToken);
        }

        var service = RequestCheck.ServiceOf(request);
        var attemptTimeout = RequestCheck.AttemptTimeoutOf(request);
        var pool = PoolOf(service.Host);
        var ready = pool.WaitForFirstAnswerAsync(cancellationToken);
        var grpc = GrpcCall.Of(request);
        var body = RequestBody.Of(request, pool.Policy.Attempts, grpc is not null, out var wantsReading);
        return ready.IsCompletedSuccessfully && !wantsReading
            ? SendAsync(request, service, body, grpc, attemptTimeout, pool, cancellationToken)
            : SendWhenReadyAsync(ready, request, service, body, wantsReading, grpc, attemptTimeout, pool, cancellationToken);
    }

    /// <summary>For <see cref="HttpClient.Send(HttpRequestMessage)"/>, whose caller has chosen to block. Without it the call would pass us by and look for a host of the service's name.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    private async Task<HttpResponseMessage> SendWhenReadyAsync(
        ValueTask ready, HttpRequestMessage request, Uri service, RequestBody body, bool wantsReading, GrpcCall? grpc, TimeSpan? attemptTimeout, IEndpointPool pool, CancellationToken cancellationToken)
    {
        await ready.ConfigureAwait(false);
        if (wantsReading)
        {
            body = await RequestBody.ReadAsync(request.Content!, cancellationToken).ConfigureAwait(false);
        }

        return await SendAsync(request, service, body, grpc, attemptTimeout, pool, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first attempt. A good answer that is there at once is passed on without the cost of waiting for it.</summary>
    private Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, Uri service, RequestBody body, GrpcCall? grpc, TimeSpan? attemptTimeout, IEndpointPool pool, CancellationToken cancellationToken)
    {
        var bounds = CallBounds.Of(request, pool);
        var pick = bounds is null ? pool.Pick() : bounds.Pick(pool, history: null);
        var trace = new FailoverTrace(pool, pick.HasEndpoint ? pick.StartedAt : pool.Now);
        var call = new HttpCall(request, service, request.Headers.Host, body, grpc, attemptTimeout, trace, _next, cancellationToken) { Bounds = bounds };
        pool.RetryBudget.Deposit(trace.StartedAt);
        if (!pick.HasEndpoint)
        {
            Report(call, CallResult.Error, trace.StartedAt, pick);
            return Task.FromException<HttpResponseMessage>(NoEndpoint(call, pick));
        }

        var shadow = _shadows.Copy(call);
        var attempt = _sender.Start(call, pick, number: 1);
        if (shadow is not null)
        {
            _shadows.Start(call, shadow);
        }

        if (grpc is null && attempt.Sent is { IsCompletedSuccessfully: true, Result: { } response } && HttpOutcome.Of(response.StatusCode) == OutcomeKind.Success && !InstanceCheck.IsAnother(response, pick.Endpoint, pool.Policy))
        {
            var ended = _sender.End(call, attempt, OutcomeKind.Success, response, error: null);
            call.Body.Release(request, isAnswered: true);
            Report(call, CallResult.Success, pick.StartedAt + ended.Outcome.Latency, pick);
            return attempt.Sent;
        }

        return GoOnAsync(call, attempt);
    }

    /// <summary>Waits for the attempt, and makes others for as long as that may help.</summary>
    private async Task<HttpResponseMessage> GoOnAsync(HttpCall call, Attempt attempt)
    {
        var (result, lastPick) = (CallResult.Error, attempt.Pick);
        GrpcAnswer? answer = null;
        try
        {
            AttemptHistory? history = null;
            while (true)
            {
                Watch(call, attempt, history);
                var ended = await _sender.EndAsync(call, attempt).ConfigureAwait(false);
                lastPick = ended.Pick;
                if (ended.IsGood)
                {
                    (result, answer) = (CallResult.Success, (ended.Response!.Content as GrpcAnswerContent)?.Answer);
                    return ended.Response;
                }

                if (ended.IsGivenUp)
                {
                    ThrowGivenUp(call, attempt, ended.Error!);
                }

                history = Remember(call, history, ended);
                var decision = RetryDecision.Decide(call, ended, history, call.Pool.NextDouble());
                call.Trace.Suppression = decision.Suppression;
                if (decision.Suppression != RetrySuppression.None)
                {
                    if (ended.Outcome.Kind == OutcomeKind.WrongIdentity)
                    {
                        ended.Response?.Dispose();
                        throw FailoverErrors.NoAnswer(call.Trace, ended.Error); // somebody else's answer is none
                    }

                    return ended.Response ?? throw (decision.Suppression == RetrySuppression.NoEndpoint ? NoEndpoint(call, decision.Pick) : FailoverErrors.NoAnswer(call.Trace, ended.Error));
                }

                ended.Response?.Dispose();
                lastPick = await BeginAsync(call, decision, history).ConfigureAwait(false);
                attempt = _sender.Start(call, lastPick, history.Attempts + 1);
            }
        }
        catch
        {
            result = call.Cancellation.IsCancellationRequested ? CallResult.Cancelled : CallResult.Error;
            call.Restore();
            throw;
        }
        finally
        {
            call.Body.Release(call.Request, isAnswered: result == CallResult.Success);
            if (answer is null)
            {
                Report(call, result, call.Pool.Now, lastPick);
            }
            else
            {
                answer.Report(Completed(call, result, call.Pool.Now, lastPick));
            }
        }
    }

    /// <summary>The caller's own exception, or a handler's. What was cut because the time of a gRPC call is over is a time-out to its caller.</summary>
    private static void ThrowGivenUp(in HttpCall call, in Attempt attempt, Exception error)
    {
        if (call.Grpc is { Timeout: { } timeout } && attempt.Timer.IsCancelled && !call.Cancellation.IsCancellationRequested && error is OperationCanceledException)
        {
            throw new TaskCanceledException($"The call to '{call.Pool.Service}' was given up after {timeout}, its grpc-timeout. {call.Trace}.", new TimeoutException(error.Message, error));
        }

        ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>A call that is safe to make twice at once may have another attempt beside a silent one.</summary>
    private void Watch(in HttpCall call, in Attempt attempt, AttemptHistory? history)
    {
        var policy = call.Pool.Policy;
        if (!attempt.Sent.IsCompleted && (history?.Attempts ?? 0) + 1 < policy.Attempts.MaxAttempts && policy.Hedging.Mode != HedgingMode.Off
            && call.Body.CanBeSentAgain && ReplaySafety.Of(call.Request, policy.Attempts) == Repeatability.Safe)
        {
            _sender.Watch(new(call, _sender, attempt.Pick, history, ExecutionContext.Capture(), Rescue: null), attempt);
        }
    }

    private static AttemptHistory Remember(in HttpCall call, AttemptHistory? history, in AttemptResult ended)
    {
        if (ended.History is { } kept)
        {
            return kept;
        }

        history ??= new(call.Pool.Policy.Attempts.MaxAttempts);
        history.Add(ended.Pick, ended.Outcome.Kind);
        return history;
    }

    /// <summary>The endpoint of the next attempt. Where the call has tried them all, it waits first, and then takes whichever is best by then.</summary>
    private async ValueTask<PickResult> BeginAsync(HttpCall call, RetryDecision decision, AttemptHistory history)
    {
        var pick = decision.Pick;
        if (pick.IsRepeat)
        {
            pick.Complete(new(OutcomeKind.Cancelled, TimeSpan.Zero));
            await Task.Delay(decision.Delay, _timeProvider, call.Cancellation).ConfigureAwait(false);
            pick = call.Pick(history);
        }

        if (!pick.HasEndpoint)
        {
            throw NoEndpoint(call, pick);
        }

        try
        {
            call.Body.Renew(call.Request);
            return pick;
        }
        catch
        {
            pick.Complete(new(OutcomeKind.Cancelled, TimeSpan.Zero)); // the application's factory has failed
            throw;
        }
    }

    private static FailoverException NoEndpoint(in HttpCall call, in PickResult pick)
    {
        call.Trace.Suppression = RetrySuppression.NoEndpoint;
        return FailoverErrors.NoEndpoint(call.Trace, pick.Refusal, call.Bounds);
    }

    private static void Report(in HttpCall call, CallResult result, MonotonicTime endedAt, in PickResult lastPick) =>
        call.Pool.CallCompleted(Completed(call, result, endedAt, lastPick));

    private static CompletedCall Completed(in HttpCall call, CallResult result, MonotonicTime endedAt, in PickResult lastPick) =>
        new(result, endedAt - call.Trace.StartedAt, call.Trace.AttemptCount, lastPick);

    /// <summary>A client nearly always calls one service: comparing its name costs a tenth of looking it up. The pool itself stays the registry's.</summary>
    private IEndpointPool PoolOf(string host)
    {
        if (_lastPool is { } last && string.Equals(last.Host, host, StringComparison.Ordinal))
        {
            return last.Pool;
        }

        var pool = _pools.GetPool(host, _policy);
        _lastPool = new(host, pool);
        return pool;
    }

    private sealed record HostPool(string Host, IEndpointPool Pool);
}
