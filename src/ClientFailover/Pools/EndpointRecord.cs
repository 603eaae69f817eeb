namespace ClientFailover;

/// <summary>What is kept of an endpoint that is in the list, or was not long ago. Touched by the pool's loop alone, but for the stats.</summary>
internal sealed class EndpointRecord
{
    private HealthTotals _swept;
    private HealthTotals _observed;

    public EndpointStats Stats { get; } = new();

    /// <summary>The number of the last list it was in.</summary>
    public long LastListed { get; set; }

    /// <summary>Which of <see cref="EndpointRecords.Zones"/> it is in, while it is listed.</summary>
    public int Zone { get; set; }

    /// <summary>When a list first lacked it; null while it is listed.</summary>
    public MonotonicTime? LeftAt { get; set; }

    /// <summary>Since when it gets no calls because it has left the list or is draining; null while it is in service.</summary>
    public MonotonicTime? DrainingSince { get; set; }

    /// <summary>Whether the end of its drain time has been told.</summary>
    public bool IsDrained { get; set; }

    /// <summary>When it became new, or was released, if it is still warming up.</summary>
    public MonotonicTime? WarmingSince { get; set; }

    /// <summary>When a failure was last seen here.</summary>
    public MonotonicTime? FailedAt { get; private set; }

    /// <summary>When a TLS handshake was last refused here.</summary>
    public MonotonicTime? TlsFailedAt { get; private set; }

    /// <summary>What its attempts came to between the last sweep and the one before.</summary>
    public HealthCounts LastSweep { get; private set; }

    /// <summary>Ends the interval of <see cref="LastSweep"/>.</summary>
    public void Sweep()
    {
        var totals = Stats.Totals;
        LastSweep = totals.Since(_swept);
        _swept = totals;
    }

    /// <summary>What its attempts came to between the last look and the one before.</summary>
    public HealthCounts LastObserved { get; private set; }

    /// <summary>Looks, and says what its attempts came to since the last time.</summary>
    public HealthCounts Observe(MonotonicTime now)
    {
        var totals = Stats.Totals;
        LastObserved = totals == _observed ? default : totals.Since(_observed);
        _observed = totals;
        TlsFailedAt = LastObserved.LocalFailures > 0 && Stats.Runs.TlsFailures > 0 ? now : TlsFailedAt;
        FailedAt = LastObserved.ServerFailures + LastObserved.LocalFailures > 0 ? now : FailedAt;
        return LastObserved;
    }

    /// <summary>After an ejection its runs count anew; after a release everything does, and it warms up.</summary>
    public void Restart(bool isReleased, MonotonicTime now)
    {
        if (isReleased)
        {
            Stats.StartAfresh(now);
            WarmingSince = now;
        }
        else
        {
            Stats.ClearRuns();
        }
    }
}
