namespace ClientFailover;

/// <summary>Whether this process itself is sick, or was just now. Touched by the pool's loop alone.</summary>
internal sealed class LocalFaultWatch
{
    private MonotonicTime? _until;

    /// <summary>Whether nothing may be held against anybody.</summary>
    public bool IsSick => _until is not null;

    /// <summary>When that ends.</summary>
    public MonotonicTime? NextChange => _until;

    /// <summary>Takes in a delay. True when the process has just recovered, and what it saw is to be forgotten.</summary>
    public bool Advance(TimeSpan delay, LocalFaultPolicy policy, PoolLog log)
    {
        if (policy.MaxDelay != Timeout.InfiniteTimeSpan && delay > policy.MaxDelay)
        {
            if (_until is null)
            {
                log.Add(new LocalFaultBegan(log.Service, log.Now, delay));
            }

            _until = log.Now + policy.RecoveryTime;
        }

        if (_until is not { } until || log.Now < until)
        {
            return false;
        }

        _until = null;
        log.Add(new LocalFaultEnded(log.Service, log.Now));
        return true;
    }
}
