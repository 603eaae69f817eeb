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
    /// <param name="delay">For how long it was held up.</param>
    /// <param name="policy">What is too long.</param>
    /// <param name="log">Takes the events.</param>
    /// <param name="stoodStill">For how long it turns out to have stood still; zero unless that was found out just now.</param>
    public bool Advance(TimeSpan delay, LocalFaultPolicy policy, PoolLog log, out TimeSpan stoodStill)
    {
        stoodStill = TimeSpan.Zero;
        if (policy.MaxDelay != Timeout.InfiniteTimeSpan && delay > policy.MaxDelay)
        {
            if (_until is null)
            {
                stoodStill = delay;
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
