using System.Diagnostics;
using System.Net.Http;
using System.Runtime.CompilerServices;

namespace ClientFailover.Http;

/// <summary>Sends one attempt to the endpoint that was picked, within its time, and judges how it ended.</summary>
internal sealed class AttemptSender(AttemptTimers timers, EndpointConnections connections, TimeProvider timeProvider)
{
    /// <summary>Sends the attempt. Whatever goes wrong is in <see cref="Attempt.Sent"/>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="pick">Where the attempt goes.</param>
    /// <param name="number">The how-manieth attempt of the call it is.</param>
    public Attempt Start(in HttpCall call, in PickResult pick, int number)
    {
        var timer = timers.Rent();
        timer.Arm(call.Pool, pick.StartedAt, call.TimeForAttempt(pick.StartedAt));
        var activity = AttemptActivities.Start(call.Pool.Service, pick, number);
        Task<HttpResponseMessage> sent;
        try
        {
            call.Request.RequestUri = AttemptUri.To(pick.Endpoint, call.Service, call.Trace);
            if (call.Body.Record is { } record)
            {
                call.Request.Content = new RecordedContent(record, new(call, timer, timeProvider));
            }

            if (number == 1)
            {
                NameHost(call);
            }
            else
            {
                call.Grpc?.Stamp(call.Request, pick.StartedAt - call.Trace.StartedAt);
            }

            if (number > 1 || RetryChain.IsRetry)
            {
                RetryChain.Mark(call.Request, Math.Max(number, 2));
            }

            sent = call.Next(call.Request, timer.Token) ?? throw new InvalidOperationException("A handler below the failover handler returned no task. Return one, or throw.");
        }
        catch (Exception error)
        {
            sent = Task.FromException<HttpResponseMessage>(error);
        }

        (call.Request.Content as RecordedContent)?.BelongTo(sent);
        if (activity is not null)
        {
            Activity.Current = activity.Parent; // the caller's; no async method restores it here
        }

        // Linked only now, because an answer that is there already needs no link. What was cancelled meanwhile is cancelled at once.
        var link = sent.IsCompleted && call.Body.CanBeReadAgain
            ? default
            : call.Cancellation.UnsafeRegister(static timer => ((AttemptTimer)timer!).Cancel(), timer);
        return new(pick, sent, timer, link, activity);
    }

    /// <summary>Has the attempt watched, if its call may have another beside it and there would be time for one.</summary>
    public void Watch(in SilenceWatch watch, in Attempt attempt)
    {
        var call = watch.Call;
        var (delay, time) = (call.Pool.Patience.Hedge, call.TimeForAttempt(attempt.Pick.StartedAt));
        if (delay != TimeSpan.MaxValue && (time == Timeout.InfiniteTimeSpan || delay < time))
        {
            attempt.Timer.Watch(watch, attempt.Pick.StartedAt + delay, call.Pool.Now);
        }
    }

    /// <summary>Waits for the end of the attempt, or of those made to rescue it. A failure is a result, not an exception; one that says nothing about the endpoint counts as cancelled.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> EndAsync(HttpCall call, Attempt attempt)
    {
        HttpResponseMessage? response = null;
        Exception? error = null;
        try
        {
            response = await attempt.Sent.ConfigureAwait(false) ?? throw NoResponse();
        }
        catch (Exception exception)
        {
            error = exception;
        }

        var rescue = attempt.Timer.Close();
        var kind = Judge(call, attempt, response, error);
        return rescue is null ? End(call, attempt, kind, response, error) : await rescue.ResolveAsync(attempt, kind, response, error).ConfigureAwait(false);
    }

    /// <summary>Takes down how the attempt ended, and lets go of it.</summary>
    public AttemptResult End(in HttpCall call, in Attempt attempt, OutcomeKind kind, HttpResponseMessage? response, Exception? error)
    {
        var now = call.Pool.Now;
        var waited = now - call.OwedSince(attempt.Pick.StartedAt);
        if (kind == OutcomeKind.Cancelled && (call.Cancellation.IsCancellationRequested || attempt.Timer.IsCancelled) && !call.IsStreaming)
        {
            kind = SilenceRule.Of(waited, call.Pool.Patience.Silence);
        }

        var result = Settle(call, attempt, new(kind, waited) { Duration = now - attempt.Pick.StartedAt }, response, error);
        Release(call, attempt);
        return result;
    }

    /// <summary>Takes down how the attempt ended.</summary>
    public AttemptResult Settle(in HttpCall call, in Attempt attempt, CallOutcome outcome, HttpResponseMessage? response, Exception? error)
    {
        if (outcome.Kind == OutcomeKind.ConnectionLost)
        {
            // Over which connection it went cannot be known; if the eldest is as young as the endpoint's recovery, so was that one.
            outcome = outcome with { ConnectedAt = connections.Eldest(attempt.Pick.Endpoint.Address, attempt.Pick.StartedAt) };
        }

        if (response is not null && outcome.IsFailure)
        {
            outcome = outcome with { RetryAfter = call.Grpc is null ? RetryAfter.Of(response, timeProvider) : GrpcPushback.Of(response.Headers).Delay };
        }

        if (response is not null && call.Pool.Policy.Spill is { Enabled: true } spill && LoadReport.Of(response.Headers, spill) is { } utilization)
        {
            outcome = outcome with { Utilization = utilization };
        }

        outcome = WithRoute(outcome, call);
        if (call.Grpc is not null && response is not null && outcome.Kind != OutcomeKind.WrongIdentity && !GrpcOutcome.IsOver(response))
        {
            GrpcAnswer.Follow(call, attempt, outcome, response, connections); // its end says how the attempt ended
        }
        else
        {
            attempt.Pick.Complete(outcome);
        }

        call.Trace.Add(attempt.Pick, outcome, response?.StatusCode, error?.Message);
        AttemptActivities.Stop(attempt.Activity, outcome, error?.Message);
        if (response is { RequestMessage: null })
        {
            response.RequestMessage = call.Request; // a handler that made the answer itself: the trace is found by it
        }

        return new(attempt.Pick, outcome, response, error);
    }

    /// <summary>
    /// The time-out ends with the headers. The link to the caller's token must outlive it where a body may still be on its way out (HTTP/2 sends both at
    /// once): then the timer is left to the caller's token, and not used again.
    /// </summary>
    public void Release(in HttpCall call, in Attempt attempt)
    {
        if (call.Body.IsSent)
        {
            attempt.Link.Dispose();
            timers.Return(attempt.Timer);
        }
        else
        {
            attempt.Timer.Stop();
            attempt.Timer.Dispose();
        }
    }

    /// <summary>What the end of an attempt that nobody has overtaken says of its endpoint; <see cref="OutcomeKind.Cancelled"/> for nothing.</summary>
    public static OutcomeKind Judge(in HttpCall call, in Attempt attempt, HttpResponseMessage? response, Exception? error) =>
        response is not null && InstanceCheck.IsAnother(response, attempt.Pick.Endpoint, call.Pool.Policy) ? OutcomeKind.WrongIdentity
        : response is not null ? (call.Grpc is { } grpc ? GrpcOutcome.OfHeaders(response, grpc.IsOwnDeadline(call.Pool.Now - call.Trace.StartedAt)) : HttpOutcome.Of(response.StatusCode))
        : call.Cancellation.IsCancellationRequested || call.Body.Record is { HasFailed: true } ? OutcomeKind.Cancelled
        : attempt.Timer.IsCancelled ? (call.Grpc?.Left(call.Pool.Now - call.Trace.StartedAt) <= TimeSpan.Zero ? OutcomeKind.Cancelled : OutcomeKind.TimedOut)
        : HttpOutcome.Of(error!) ?? OutcomeKind.Cancelled;

    /// <summary>The outcome with what the attempt asked for, if the pool can make use of it: that of one that failed, and of the others only while routes are being looked at.</summary>
    public static CallOutcome WithRoute(in CallOutcome outcome, in HttpCall call) =>
        outcome.Kind is OutcomeKind.ServerError or OutcomeKind.GatewayError or OutcomeKind.TimedOut || (outcome.Kind == OutcomeKind.Success && call.Pool.WantsRoutes)
            ? outcome with { Route = RouteName.Of(call.Request, call.Service, call.Pool.Policy.Attempts) }
            : outcome;

    /// <summary>The error of a handler below that gave neither.</summary>
    public static InvalidOperationException NoResponse() => new("A handler below the failover handler returned no response. Return one, or throw.");

    /// <summary>What the caller wrote, without the name of a port: <c>_grpc.orders</c> is no name a certificate could have.</summary>
    /// <remarks>Unchecked, because it stood in a URI and so is a host. A check builds another URI, which would be the dearest part of a call.</remarks>
    private static void NameHost(in HttpCall call)
    {
        if (call.Host is null)
        {
            var (uri, service) = (call.Service, call.Pool.Service);
            call.Request.Headers.TryAddWithoutValidation("Host", service.PortName.Length > 0 ? service.Name : uri.IsDefaultPort ? uri.Host : uri.Authority);
        }
    }
}
