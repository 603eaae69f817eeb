using System.Collections.Concurrent;

namespace ClientFailover.Http;

/// <summary>Time-outs of attempts, linked to the caller's token. The sources are used again: a timer for each attempt would be the dearest part of a call.</summary>
internal sealed class AttemptTimeouts(TimeProvider timeProvider)
{
    private const int MaxIdle = 256;
    private readonly ConcurrentQueue<CancellationTokenSource> _idle = new();
    private CancellationTokenSource? _next; // spares the queue where calls follow one another

    /// <summary>A source that is cancelled after <paramref name="timeout"/>.</summary>
    public CancellationTokenSource Rent(TimeSpan timeout)
    {
        // A source keeps the clock it was made with, and only the system's can be reset.
        if (timeProvider != TimeProvider.System)
        {
            return new(timeout, timeProvider);
        }

        var source = Interlocked.Exchange(ref _next, null) ?? (_idle.TryDequeue(out var idle) ? idle : new());
        source.CancelAfter(timeout);
        return source;
    }

    /// <summary>Takes a source back whose token nobody uses any more.</summary>
    public void Return(CancellationTokenSource source)
    {
        if (timeProvider != TimeProvider.System || !source.TryReset())
        {
            source.Dispose();
        }
        else if (Interlocked.CompareExchange(ref _next, source, null) is not null)
        {
            Keep(source);
        }
    }

    private void Keep(CancellationTokenSource source)
    {
        if (_idle.Count < MaxIdle)
        {
            _idle.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
