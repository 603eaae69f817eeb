namespace ClientFailover.Testing;

/// <summary>Knows when nothing that belongs to a run is running or about to run, so that its clock may move.</summary>
/// <remarks>
/// <para>
/// Timers fire on the thread that moves the clock, and what awaits them goes on there. What is left to other threads (loops started with
/// <see cref="Task.Run(Action)"/>, channels) flows in the execution context of the run, and entering and leaving it is counted: an
/// <see cref="AsyncLocal{T}"/> tells when its value changes on a thread. Work that waits for a thread is counted by the thread pool.
/// </para>
/// <para>
/// Between the moment a thread takes a piece of work from the queue and the moment it enters the context neither count shows it. So quiet
/// must be seen a few times in succession; a thread that is held up just there makes its work late by a step of the clock, no more.
/// </para>
/// </remarks>
internal sealed class Quiescence
{
    private const int QuietLooks = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly AsyncLocal<Quiescence?> Current = new(Count);
    private int _threads;

    /// <summary>What the calling thread does and starts from here on belongs to this run.</summary>
    public void Enter() => Current.Value = this;

    /// <summary>Waits until no other thread does anything for this run. Call it on the thread that entered.</summary>
    /// <exception cref="TimeoutException">It has not come to rest for a minute of real time.</exception>
    public void Wait()
    {
        var started = TimeProvider.System.GetTimestamp();
        SpinWait spin = default;
        for (var quiet = 0; quiet < QuietLooks;)
        {
            if (Volatile.Read(ref _threads) <= 1 && ThreadPool.PendingWorkItemCount == 0)
            {
                quiet++;
                continue;
            }

            quiet = 0;
            spin.SpinOnce(sleep1Threshold: -1);
            if (spin.Count % 1000 == 999 && TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"The scenario did not come to rest within {Patience} of real time: {_threads} threads are busy with it, {ThreadPool.PendingWorkItemCount} work items wait.");
            }
        }
    }

    private static void Count(AsyncLocalValueChangedArgs<Quiescence?> change)
    {
        if (!ReferenceEquals(change.PreviousValue, change.CurrentValue))
        {
            change.PreviousValue?.Add(-1);
            change.CurrentValue?.Add(1);
        }
    }

    private void Add(int threads) => Interlocked.Add(ref _threads, threads);
}
