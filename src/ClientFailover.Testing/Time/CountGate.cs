namespace ClientFailover.Testing;

/// <summary>A number that a test can wait for. Thread-safe; a value that was there only for a moment is not missed.</summary>
/// <remarks>The deadline is real time on purpose: it bounds a test that has gone wrong, and virtual time stands still then.</remarks>
internal sealed class CountGate
{
    private readonly Lock _gate = new();
    private readonly List<(Func<int, bool> Reached, TaskCompletionSource Done)> _waiters = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(int change)
    {
        lock (_gate)
        {
            Volatile.Write(ref _count, _count + change);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Reached(_count))
                {
                    _waiters[i].Done.SetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    public async Task WaitAsync(Func<int, bool> reached, string what, TimeSpan deadline)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (reached(_count))
            {
                return;
            }

            _waiters.Add((reached, done));
        }

        try
        {
            await done.Task.WaitAsync(deadline, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException timeout)
        {
            lock (_gate)
            {
                _waiters.RemoveAll(waiter => waiter.Done == done);
            }

            if (!done.Task.IsCompleted)
            {
                throw new TimeoutException($"Waited {deadline} for {what}; there are {Count}.", timeout);
            }
        }
    }
}
