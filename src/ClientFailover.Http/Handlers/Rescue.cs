using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>The attempts made elsewhere for a call whose attempt is silent, while that one goes on. The first good answer ends them all.</summary>
/// <remarks>
/// Made when it is needed, which is rare. Its attempts are watched like the first: when a whole zone is silent, the next one goes to another, as long as the call has attempts and the service
/// has budget. One that fails is followed by another at once.
/// </remarks>
internal sealed class Rescue
{
    private readonly Lock _gate = new();
    private readonly List<Attempt> _underWay = [];
    private readonly TaskCompletionSource<AttemptResult> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpCall _call;
    private readonly AttemptSender _sender;
    private readonly AttemptTimer _first;
    private readonly ExecutionContext? _context;
    private int _starting;
    private int _sent;
    private bool _isClosed;
    private AttemptResult _last;
    private AttemptResult? _winner;

    /// <param name="watch">The call, and the attempt that is silent.</param>
    /// <param name="first">The timer of that attempt, retired.</param>
    public Rescue(in SilenceWatch watch, AttemptTimer first)
    {
        (_call, _sender, _context, _first) = (watch.Call, watch.Sender, watch.Context, first);
        History = watch.History ?? new(_call.Pool.Policy.Attempts.MaxAttempts);
        History.Add(watch.Pick);
    }

    /// <summary>What the call has tried. The rescue's own until it is over.</summary>
    public AttemptHistory History { get; }

    /// <summary>Sends one more attempt, if there is an endpoint, an attempt and budget for it. Called by timers, and when an attempt has failed.</summary>
    public void Send()
    {
        if (_context is null)
        {
            SendHere();
        }
        else
        {
            ExecutionContext.Run(_context, static rescue => ((Rescue)rescue!).SendHere(), this);
        }
    }

    /// <summary>The first attempt has ended; decides, with what came of the others, how the call goes on.</summary>
    public async ValueTask<AttemptResult> ResolveAsync(Attempt attempt, OutcomeKind kind, HttpResponseMessage? response, Exception? error)
    {
        var (result, isOver, losers) = Settle(attempt, kind, response, error);
        _sender.Release(_call, attempt);
        Cancel(losers);
        if (isOver)
        {
            return result;
        }

        var rescued = await _over.Task.ConfigureAwait(false);
        if (rescued.Response is null)
        {
            return result;
        }

        response?.Dispose();
        _call.Request.RequestUri = rescued.Response.RequestMessage!.RequestUri; // the address that answered; it carries the trace
        rescued.Response.RequestMessage = _call.Request;
        return rescued with { History = History };
    }

    private void SendHere()
    {
        if (Begin() is not { } pick || Copy(pick) is not { } copy)
        {
            return;
        }

        var call = _call with { Request = copy };
        var attempt = _sender.Start(call, pick, History.Attempts);
        attempt.Timer.Retire();
        lock (_gate)
        {
            _starting--;
            _underWay.Add(attempt);
            if (_isClosed)
            {
                Abandon(winner: null);
                attempt.Timer.Cancel();
            }
        }

        if (History.Attempts < _call.Pool.Policy.Attempts.MaxAttempts)
        {
            _sender.Watch(new(_call, _sender, pick, History, _context, this), attempt);
        }

        _ = FollowAsync(call, attempt);
    }

    /// <summary>A copy to send; null when there can be none, and then the attempt is not made. This runs on a timer, where nobody would catch anything.</summary>
    private HttpRequestMessage? Copy(in PickResult pick)
    {
        try
        {
            return RequestCopy.Of(_call.Request, _call.Body);
        }
        catch (Exception)
        {
            // A handler below is changing the request at this very moment, or the application's content factory has failed. The first attempt goes on.
            pick.Complete(new(OutcomeKind.Cancelled, TimeSpan.Zero));
            lock (_gate)
            {
                _starting--;
                EndIfIdle();
            }

            return null;
        }
    }

    private PickResult? Begin()
    {
        lock (_gate)
        {
            if (!_isClosed && RescuePick.TryBegin(_call, History, out var pick))
            {
                History.Add(pick);
                _starting++;
                _sent++;
                return pick;
            }

            EndIfIdle();
            return null;
        }
    }

    private async Task FollowAsync(HttpCall call, Attempt attempt)
    {
        HttpResponseMessage? response = null;
        Exception? error = null;
        try
        {
            response = await attempt.Sent.ConfigureAwait(false) ?? throw AttemptSender.NoResponse();
        }
        catch (Exception exception)
        {
            error = exception;
        }

        attempt.Timer.Close();
        var kind = AttemptSender.Judge(call, attempt, response, error);
        AttemptResult result;
        Attempt[] losers = [];
        bool isMine;
        lock (_gate)
        {
            isMine = _underWay.Remove(attempt);
            result = isMine ? _sender.Settle(call, attempt, new(kind, call.Pool.Now - attempt.Pick.StartedAt), response, error) : default;
            if (result.IsGood)
            {
                (_isClosed, _winner) = (true, result);
                losers = Abandon(result.Outcome.Latency);
            }
            else if (isMine)
            {
                _last.Response?.Dispose();
                _last = result;
            }
        }

        _sender.Release(call, attempt);
        if (!isMine)
        {
            response?.Dispose(); // it came too late
        }
        else if (result.IsGood)
        {
            RescuePick.Won(_call.Pool);
            Cancel(losers);
            _over.TrySetResult(result);
            _first.Cancel();
        }
        else
        {
            Send();
        }
    }

    private (AttemptResult Result, bool IsOver, Attempt[] Losers) Settle(in Attempt attempt, OutcomeKind kind, HttpResponseMessage? response, Exception? error)
    {
        lock (_gate)
        {
            var waited = _call.Pool.Now - attempt.Pick.StartedAt;
            if (_winner is { } winner)
            {
                var outcome = response is null ? Overtaken(waited, winner.Outcome.Latency) : new(kind, waited);
                return (_sender.Settle(_call, attempt, outcome, response, error), false, []);
            }

            var isGood = response is not null && kind == OutcomeKind.Success;
            var isOver = isGood || _call.Cancellation.IsCancellationRequested;
            if (response is null && isOver)
            {
                // Given up by the caller. With two that are silent the request itself is as suspect as either of the endpoints.
                kind = _sent == 0 ? SilenceRule.Of(waited, _call.Pool.Patience.Silence) : OutcomeKind.Cancelled;
            }

            var result = _sender.Settle(_call, attempt, new(kind, waited), response, error) with { History = History };
            if (!isOver)
            {
                return (result, false, []);
            }

            _isClosed = true;
            _last.Response?.Dispose();
            return (result, true, Abandon(isGood ? waited : null));
        }
    }

    /// <summary>All that are under way are given up. Called with the lock held; the caller cancels them without it.</summary>
    private Attempt[] Abandon(TimeSpan? winner)
    {
        Attempt[] losers = [.. _underWay];
        _underWay.Clear();
        foreach (var loser in losers)
        {
            var waited = _call.Pool.Now - loser.Pick.StartedAt;
            _sender.Settle(_call, loser, winner is { } took ? Overtaken(waited, took) : new(OutcomeKind.Cancelled, waited), response: null, error: null);
        }

        return losers;
    }

    /// <summary>What one that was overtaken is worth. A dead host says nothing of how long the service takes.</summary>
    private CallOutcome Overtaken(TimeSpan waited, TimeSpan winner)
    {
        var kind = SilenceRule.Of(waited, _call.Pool.Patience.Silence, winner);
        return new(kind, waited) { IsOvertaken = kind == OutcomeKind.Cancelled };
    }

    /// <summary>Nothing is under way and nothing more will be: what the last one came to is the result, if there was one.</summary>
    private void EndIfIdle()
    {
        if (_underWay.Count == 0 && _starting == 0 && !_isClosed)
        {
            _isClosed = true;
            _over.TrySetResult(_last);
        }
    }

    private static void Cancel(Attempt[] losers)
    {
        foreach (var loser in losers)
        {
            loser.Timer.Cancel();
        }
    }
}
