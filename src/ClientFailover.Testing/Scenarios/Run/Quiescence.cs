namespace ClientFailover.Testing;

/// <summary>Knows when nothing that belongs to a run is running or about to run, so that its clock may move.</summary>
/// <remarks>
/// <para>
/// Timers fire on the thread that moves the clock, and what awaits them goes on there. Only what the library leaves to the thread pool (loops
/// started with <see cref="Task.Run(Action)"/>, channels) must be waited for. All is quiet when no work waits for a thread and no thread of the
/// pool has any: a thread counts as busy from before it is woken, so nothing falls between the two.
/// </para>
/// <para>
/// Threads that others keep busy all the time (a test host that blocks one) would never let it be quiet. So the run counts the threads in its own
/// execution context besides: an <see cref="AsyncLocal{T}"/> tells when its value changes on a thread. Where none is in it for a long moment, the
/// threads that are busy still are taken for others'.
/// </para>
/// </remarks>
internal sealed class Quiescence
{
    private static readonly TimeSpan LongMoment = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly AsyncLocal<Quiescence?> Current = new(Count);
    private int _own;
    private int _others;

    /// <summary>What the calling thread does and starts from here on belongs to this run.</summary>
    public void Enter() => Current.Value = this;

    /// <summary>Waits until no other thread does anything for this run. Call it on the thread that entered.</summary>
    /// <exception cref="TimeoutException">It has not come to rest for a minute of real time.</exception>
    public void Wait()
    {
        if (IsQuiet())
        {
            return;
        }

        var began = TimeProvider.System.GetTimestamp();
        var lastOwn = began;
        SpinWait spin = default;
        while (!IsQuiet())
        {
            spin.SpinOnce(sleep1Threshold: -1);
            if (IsBusyHere())
            {
                lastOwn = TimeProvider.System.GetTimestamp();
            }

            if (TimeProvider.System.GetElapsedTime(lastOwn) > LongMoment)
            {
                _others = BusyWorkers();
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"The scenario did not come to rest within {Patience} of real time: {_own} threads are in it, {ThreadPool.PendingWorkItemCount} work items wait.");
            }
        }
    }

    private bool IsQuiet()
    {
        if (IsBusyHere())
        {
            return false;
        }

        var busy = BusyWorkers();
        _others = Math.Min(_others, busy);
        return busy <= _others;
    }

    private bool IsBusyHere() => Volatile.Read(ref _own) > 1 || ThreadPool.PendingWorkItemCount > 0;

    private static int BusyWorkers()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return most - available;
    }

    private static void Count(AsyncLocalValueChangedArgs<Quiescence?> change)
    {
        if (!ReferenceEquals(change.PreviousValue, change.CurrentValue))
        {
            change.PreviousValue?.Add(-1);
            change.CurrentValue?.Add(1);
        }
    }

    private void Add(int threads) => Interlocked.Add(ref _own, threads);
}
