using System.Collections.Concurrent;

namespace ClientFailover.Http;

/// <summary>The timers of attempts. They are used again: a new one for each attempt would be the dearest part of a call.</summary>
internal sealed class AttemptTimers(TimeProvider timeProvider)
{
    private const int MaxIdle = 256;
    private readonly ConcurrentQueue<AttemptTimer> _idle = new();
    private AttemptTimer? _next; // spares the queue where calls follow one another

    /// <summary>A timer of nobody's, to be armed.</summary>
    public AttemptTimer Rent() => Interlocked.Exchange(ref _next, null) ?? (_idle.TryDequeue(out var idle) ? idle : new(timeProvider));

    /// <summary>Takes a timer back whose token nobody uses any more.</summary>
    public void Return(AttemptTimer timer)
    {
        if (!timer.TryReset())
        {
            timer.Dispose();
        }
        else if (Interlocked.CompareExchange(ref _next, timer, null) is not null)
        {
            Keep(timer);
        }
    }

    private void Keep(AttemptTimer timer)
    {
        if (_idle.Count < MaxIdle)
        {
            _idle.Enqueue(timer);
        }
        else
        {
            timer.Dispose();
        }
    }
}
