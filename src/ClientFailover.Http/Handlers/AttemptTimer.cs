namespace ClientFailover.Http;

/// <summary>The one timer of an attempt: cancels its token when its time is over, and before that tells a watch, if there is one, that it has been silent for long.</summary>
/// <remarks>
/// A timer that fires may come late: its attempt is over, and the timer armed for another. So each arming has a number, and a callback acts only for the arming that it saw and whose time has
/// come; what comes early is set again.
/// </remarks>
internal sealed class AttemptTimer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _source = new();
    private readonly ITimer _timer;
    private IEndpointPool _pool = null!;
    private long _arming; // odd while armed
    private long _dueAt;
    private MonotonicTime _endsAt;
    private SilenceWatch _watch;
    private Rescue? _rescue;
    private bool _isRetired;

    public AttemptTimer(TimeProvider timeProvider)
    {
        // It outlives the call that it is made for, and must not keep that one's context.
        var isSuppressed = ExecutionContext.IsFlowSuppressed();
        using (isSuppressed ? default : ExecutionContext.SuppressFlow())
        {
            _timer = timeProvider.CreateTimer(static timer => ((AttemptTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Cancelled when the time is over, and by <see cref="Cancel"/>.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the attempt has been cancelled, by time or by hand.</summary>
    public bool IsCancelled => _source.IsCancellationRequested;

    /// <summary>Starts the attempt's time.</summary>
    public void Arm(IEndpointPool pool, MonotonicTime now, TimeSpan timeout)
    {
        _pool = pool;
        _endsAt = timeout == Timeout.InfiniteTimeSpan ? new(long.MaxValue) : now + timeout;
        Volatile.Write(ref _dueAt, _endsAt.Ticks);
        Volatile.Write(ref _arming, _arming + 1);
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives the attempt another time, from now on. Nothing when its time has ended.</summary>
    public void Extend(TimeSpan timeout)
    {
        lock (_gate)
        {
            if ((Volatile.Read(ref _arming) & 1) == 0)
            {
                return;
            }

            _endsAt = timeout == Timeout.InfiniteTimeSpan ? new(long.MaxValue) : _pool.Now + timeout;
            if (!_watch.IsOn)
            {
                Volatile.Write(ref _dueAt, _endsAt.Ticks);
                _timer.Change(timeout, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Has <paramref name="watch"/> told when the attempt is still under way at <paramref name="at"/>.</summary>
    public void Watch(in SilenceWatch watch, MonotonicTime at, MonotonicTime now)
    {
        lock (_gate)
        {
            _watch = watch;
            Volatile.Write(ref _dueAt, at.Ticks);
            Schedule(at - now);
        }
    }

    /// <summary>The attempt is over: nobody is told any more. Gives the rescue that was begun; null for none.</summary>
    public Rescue? Close()
    {
        lock (_gate)
        {
            var rescue = _rescue;
            (_watch, _rescue) = (default, null);
            return rescue;
        }
    }

    /// <summary>Cancels the attempt: its caller gave up, or another was faster.</summary>
    public void Cancel() => _source.Cancel();

    /// <summary>The timer is not to be used again: others may still cancel it.</summary>
    public void Retire() => _isRetired = true;

    /// <summary>Makes the timer as new; false when it has fired, and must be thrown away.</summary>
    public bool TryReset()
    {
        Stop();
        _pool = null!;
        return !_isRetired && _source.TryReset();
    }

    /// <summary>Stops the clock; the token can still be cancelled by hand.</summary>
    public void Stop()
    {
        var arming = Volatile.Read(ref _arming);
        if ((arming & 1) != 0)
        {
            Interlocked.CompareExchange(ref _arming, arming + 1, arming);
        }

        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose(); // not the source: whoever holds the token of an attempt that is over may still ask it, or cancel it

    private void Fire()
    {
        var arming = Volatile.Read(ref _arming);
        if ((arming & 1) == 0 || _pool is not { } pool)
        {
            return;
        }

        var (now, due) = (pool.Now, new MonotonicTime(Volatile.Read(ref _dueAt)));
        if (now < due)
        {
            Schedule(due - now); // set for an earlier attempt, or early by a tick of the coarse clock that timers go by
        }
        else if (due < _endsAt)
        {
            Tell(arming, now)?.Send();
        }
        else if (Interlocked.CompareExchange(ref _arming, arming + 1, arming) == arming)
        {
            _source.Cancel();
        }
    }

    private Rescue? Tell(long arming, MonotonicTime now)
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _arming) != arming || !_watch.IsOn)
            {
                return null;
            }

            Volatile.Write(ref _dueAt, _endsAt.Ticks);
            if (_endsAt.Ticks != long.MaxValue)
            {
                Schedule(_endsAt - now);
            }

            _isRetired = true;
            return _rescue = _watch.Begin(this);
        }
    }

    private void Schedule(TimeSpan delay) =>
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(delay.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
}
