namespace ClientFailover.Testing;

/// <summary>A timer of a <see cref="VirtualTimeProvider"/>. <see cref="Due"/>, <see cref="Period"/> and <see cref="Sequence"/> belong to the provider's lock.</summary>
internal sealed class VirtualTimer(VirtualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private volatile bool _disposed;

    /// <summary>Earliest first; of equal ones the one set first.</summary>
    public static IComparer<VirtualTimer> DueOrder { get; } = Comparer<VirtualTimer>.Create(
        static (left, right) => left.Due != right.Due ? left.Due.CompareTo(right.Due) : left.Sequence.CompareTo(right.Sequence));

    public long Due { get; set; }

    /// <summary>Ticks between firings; 0 for a timer that fires once.</summary>
    public long Period { get; set; }

    public long Sequence { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowUnlessSpan(dueTime, nameof(dueTime));
        ThrowUnlessSpan(period, nameof(period));
        if (_disposed)
        {
            return false;
        }

        clock.Set(this, dueTime, period);
        if (_disposed)
        {
            // Disposed meanwhile by another thread, perhaps before the timer was set.
            clock.Stop(this);
        }

        return true;
    }

    /// <summary>Runs the callback in the context the timer was created in, as the system's timers do: a test sees the same AsyncLocals and activities.</summary>
    public void Fire()
    {
        if (_disposed)
        {
            return;
        }

        if (_context is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((VirtualTimer)timer!).Call(), this);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        clock.Stop(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void ThrowUnlessSpan(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, value, "A timer's time is zero or more, or infinite.");
        }
    }

    private void Call() => callback(state);
}
