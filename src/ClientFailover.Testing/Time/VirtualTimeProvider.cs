namespace ClientFailover.Testing;

/// <summary>A clock that stands still until a test moves it, so that minutes of failover take milliseconds and come out the same each time.</summary>
/// <remarks>
/// <para>
/// <see cref="Advance"/> fires the timers that fall due in the order of their due times (equal ones in the order they were set), on the
/// thread that advances, with the clock standing at the due time of each. A timer set by such a callback fires within the same
/// <see cref="Advance"/> when it falls due in it. A timer due at once (zero) fires with the next <see cref="Advance"/>, even one of zero.
/// </para>
/// <para>
/// A loop that sleeps through this clock may wake on another thread: wait with <see cref="WaitForTimersAsync"/> until it sleeps again
/// before advancing further.
/// </para>
/// <para>Thread-safe. Threads that advance at the same time take turns; a callback must not wait for another thread that advances.</para>
/// </remarks>
public sealed class VirtualTimeProvider : TimeProvider
{
    // Held while callbacks run, so that no second thread moves the clock under them; a callback that advances re-enters.
    private readonly Lock _advancing = new();
    private readonly Lock _gate = new();
    private readonly SortedSet<VirtualTimer> _waiting = new(VirtualTimer.DueOrder);
    private readonly CountGate _active = new();
    private readonly DateTimeOffset _start;
    private long _step;
    private long _elapsed;
    private long _sequence;

    /// <summary>Creates a clock that shows 2000-01-01 00:00 UTC.</summary>
    public VirtualTimeProvider()
        : this(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Creates a clock that shows <paramref name="start"/>. Its timestamp begins at 0 whatever the wall time.</summary>
    public VirtualTimeProvider(DateTimeOffset start) => _start = start.ToUniversalTime();

    /// <summary>10,000,000: a timestamp is a count of 100 ns ticks.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>UTC, wherever the test runs.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>The present time as Core takes it: zero at the start.</summary>
    public MonotonicTime Now => new(GetTimestamp());

    /// <summary>Timers that are set to fire: neither disposed, nor fired for the last time, nor set to infinite. A leak test compares it.</summary>
    public int ActiveTimers => _active.Count;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _elapsed);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + new TimeSpan(GetTimestamp() + Volatile.Read(ref _step));

    /// <summary>When the next timer is due, perhaps a time that has passed; null when none is set.</summary>
    internal MonotonicTime? NextDue
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Min is { } timer ? new(timer.Due) : null;
            }
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        VirtualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward by <paramref name="duration"/> and fires what falls due.</summary>
    /// <param name="duration">Zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative: this clock, too, only moves forward.</exception>
    /// <remarks>An exception of a callback comes out here, with the clock standing at that callback's due time.</remarks>
    public void Advance(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        lock (_advancing)
        {
            var end = checked(GetTimestamp() + duration.Ticks);
            while (TakeDue(end) is { } timer)
            {
                timer.Fire();
            }
        }
    }

    /// <summary>Waits until at least <paramref name="count"/> timers are active: the loops under test have gone to sleep.</summary>
    /// <param name="count">How many timers.</param>
    /// <param name="deadline">How long to wait, in real time.</param>
    /// <exception cref="TimeoutException">The deadline passed; the message tells how many there are.</exception>
    /// <remarks>
    /// A timer that fires once is active only while its loop sleeps. A periodic one is active until it is disposed, and says nothing
    /// of where its loop is.
    /// </remarks>
    public Task WaitForTimersAsync(int count, TimeSpan deadline) =>
        _active.WaitAsync(active => active >= count, $"{count} active timers", deadline);

    /// <summary>Moves the clock forward without firing anything, as it moves under a process that stands still. What fell due fires late, with the next <see cref="Advance"/>.</summary>
    internal void Leap(TimeSpan duration)
    {
        lock (_advancing)
        {
            Volatile.Write(ref _elapsed, checked(GetTimestamp() + duration.Ticks));
        }
    }

    /// <summary>Sets the wall clock forward or back. Timestamps and timers know nothing of it.</summary>
    internal void StepWallClock(TimeSpan by) => Interlocked.Add(ref _step, by.Ticks);

    internal void Set(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Period = period > TimeSpan.Zero ? period.Ticks : 0;
                Add(timer, Now + dueTime);
            }
        }
    }

    internal void Stop(VirtualTimer timer)
    {
        lock (_gate)
        {
            Remove(timer);
        }
    }

    private VirtualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            if (_waiting.Min is not { } timer || timer.Due > end)
            {
                // A callback may have advanced past the end; the clock does not go back.
                Volatile.Write(ref _elapsed, Math.Max(_elapsed, end));
                return null;
            }

            var due = timer.Due;
            Volatile.Write(ref _elapsed, Math.Max(_elapsed, due));
            Remove(timer);
            if (timer.Period > 0)
            {
                Add(timer, new MonotonicTime(due) + new TimeSpan(timer.Period));
            }

            return timer;
        }
    }

    private void Add(VirtualTimer timer, MonotonicTime due)
    {
        timer.Due = due.Ticks;
        timer.Sequence = ++_sequence;
        _waiting.Add(timer);
        _active.Add(1);
    }

    private void Remove(VirtualTimer timer)
    {
        if (_waiting.Remove(timer))
        {
            _active.Add(-1);
        }
    }
}
