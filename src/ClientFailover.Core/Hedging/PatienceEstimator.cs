namespace ClientFailover;

/// <summary>Keeps a service's <see cref="Patience"/> up to date: looked at anew at most once a second, by whoever asks then; 50 times while nothing is known, since a process may meet a host that hangs in its first second.</summary>
/// <remarks>Lock-free, safe from any thread, without allocations.</remarks>
public sealed class PatienceEstimator
{
    private const long LookTicks = TimeSpan.TicksPerSecond;
    private const long FirstLookTicks = TimeSpan.TicksPerSecond / 50;
    private readonly LatencyQuantiles _latency = new();
    private long _lookedAt = long.MinValue / 2;
    private long _hedge = TimeSpan.MaxValue.Ticks;
    private long _silence = TimeSpan.MaxValue.Ticks;

    /// <summary>What the service takes.</summary>
    public LatencyQuantiles Latency => _latency;

    /// <summary>The patience at <paramref name="now"/>.</summary>
    public Patience At(MonotonicTime now, HedgingPolicy policy)
    {
        var looked = Volatile.Read(ref _lookedAt);
        var pause = Volatile.Read(ref _silence) == TimeSpan.MaxValue.Ticks ? FirstLookTicks : LookTicks;
        if (now.Ticks - looked >= pause && Interlocked.CompareExchange(ref _lookedAt, now.Ticks, looked) == looked)
        {
            _latency.Age(now);
            var patience = Patience.Of(_latency, policy);
            Volatile.Write(ref _hedge, patience.Hedge.Ticks);
            Volatile.Write(ref _silence, patience.Silence.Ticks);
        }

        // Read apart: for a moment one of them may be a second older than the other.
        return new(new(Volatile.Read(ref _hedge)), new(Volatile.Read(ref _silence)));
    }
}
