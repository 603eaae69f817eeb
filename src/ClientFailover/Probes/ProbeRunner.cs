using System.Collections.Concurrent;

namespace ClientFailover;

/// <summary>The probes that are under way: a bounded number, each with a deadline. Used by one thread at a time, the probes themselves run on the pool.</summary>
/// <param name="service">Whose endpoints are asked.</param>
/// <param name="probe">What asks them.</param>
/// <param name="clock">Measures how long each takes.</param>
/// <param name="answered">Called on any thread when there is something for <see cref="TryTake"/>.</param>
/// <param name="concurrency">How many run at once.</param>
internal sealed class ProbeRunner(ServiceName service, IHealthProbe probe, MonotonicClock clock, Action answered, int concurrency)
{
    private readonly PriorityQueue<ProbeRun, MonotonicTime> _deadlines = new();
    private readonly ConcurrentQueue<(ProbeRun Run, ProbeResult Result)> _answers = new();
    private int _running;
    private int _unended;

    /// <summary>How many are under way. Any thread may ask.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>How many have not ended, those included that were given up. Any thread may ask.</summary>
    public int Unended => Volatile.Read(ref _unended);

    public bool HasRoom => _running < concurrency;

    /// <summary>When the first of them runs out of time; null when none is under way.</summary>
    public MonotonicTime? NextDeadline => _deadlines.TryPeek(out _, out var deadline) ? deadline : null;

    public void Start(ProbedEndpoint target, ProbePolicy policy, MonotonicTime now)
    {
        var endpoint = target.Endpoint;
        var run = new ProbeRun(target, now, now + policy.Timeout);
        target.Run = run;
        _deadlines.Enqueue(run, run.Deadline);
        Volatile.Write(ref _running, _running + 1);
        Interlocked.Increment(ref _unended);
        _ = Task.Run(() => ProbeAsync(run, endpoint, policy)); // not on this thread: a probe may block before its first await
    }

    /// <summary>Takes one that has answered, or else one that has run out of time. An answer in time counts, however late it is taken.</summary>
    public bool TryTake(MonotonicTime now, out ProbeRun run, out ProbeResult result)
    {
        while (_answers.TryDequeue(out var answer))
        {
            if (!answer.Run.IsSettled)
            {
                (run, result) = answer;
                Settle(run);
                return true;
            }
        }

        while (_deadlines.TryPeek(out run!, out var deadline) && (run.IsSettled || deadline <= now))
        {
            _deadlines.Dequeue();
            if (!run.IsSettled)
            {
                var patience = deadline - run.Began;
                result = ProbeResult.Failed($"no answer within {patience.TotalSeconds:0.###} s") with { Latency = patience };
                Abandon(run);
                return true;
            }
        }

        (run, result) = (null!, default);
        return false;
    }

    /// <summary>Cancels one in whose answer nobody is interested any more.</summary>
    public void Abandon(ProbeRun run)
    {
        run.Cancel();
        Settle(run);
    }

    public void CancelAll()
    {
        foreach (var (run, _) in _deadlines.UnorderedItems)
        {
            run.Cancel();
        }
    }

    private void Settle(ProbeRun run)
    {
        run.IsSettled = true;
        Volatile.Write(ref _running, _running - 1);
    }

    private async Task ProbeAsync(ProbeRun run, Endpoint endpoint, ProbePolicy policy)
    {
        ProbeResult result;
        try
        {
            result = await probe.ProbeAsync(service, endpoint, policy, run.Token).ConfigureAwait(false);
        }
        catch (Exception) when (run.Token.IsCancellationRequested)
        {
            return; // it was given up
        }
        catch (Exception error)
        {
            result = ProbeResult.Failed($"{error.GetType().Name}: {error.Message}");
        }
        finally
        {
            run.End();
            Interlocked.Decrement(ref _unended);
        }

        _answers.Enqueue((run, result with { Latency = clock.Now - run.Began }));
        answered();
    }
}
