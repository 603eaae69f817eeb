namespace ClientFailover;

/// <summary>Notices that this process was held up: a timer that ticks twice a second while any pool is awake, and comes late. One for all pools.</summary>
/// <remarks>
/// After a hold-up it is chance what runs first, the tick or a pool whose calls have just timed out. So both count: how late the last tick was, and how overdue the next one is.
/// Thread-safe.
/// </remarks>
internal sealed class ProcessMonitor : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);
    private readonly MonotonicClock _clock;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private int _awake;
    private MonotonicTime _tickedAt;
    private MonotonicTime _delayedAt;
    private TimeSpan _delay;

    public ProcessMonitor(MonotonicClock clock)
    {
        _clock = clock;
        _timer = clock.TimeProvider.CreateTimer(static monitor => ((ProcessMonitor)monitor!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A pool has gone from sleep to work, or back.</summary>
    public void Count(bool awake)
    {
        lock (_lock)
        {
            _awake += awake ? 1 : -1;
            if (awake && _awake == 1)
            {
                _tickedAt = _clock.Now;
                _timer.Change(Period, Period);
            }
            else if (!awake && _awake == 0)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>For how long the process was held up just before <paramref name="now"/>; zero or little when it was not.</summary>
    public TimeSpan DelayAt(MonotonicTime now)
    {
        lock (_lock)
        {
            var overdue = _awake > 0 ? now - _tickedAt - Period : TimeSpan.Zero;
            var last = now - _delayedAt < Memory ? _delay : TimeSpan.Zero;
            return overdue > last ? overdue : last;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        lock (_lock)
        {
            var now = _clock.Now;
            var late = now - _tickedAt - Period;
            if (late > Period)
            {
                (_delayedAt, _delay) = (now, late);
            }

            _tickedAt = now;
        }
    }
}
