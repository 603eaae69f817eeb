namespace ClientFailover;

/// <summary>When this process itself is sick (starved of threads, paused, collecting garbage for seconds) and what it sees of others is no evidence.</summary>
public sealed record LocalFaultPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly LocalFaultPolicy Default = new();

    /// <summary>A timer that runs later than this shows that the process is sick. More than zero; <see cref="Timeout.InfiniteTimeSpan"/> switches the guard off. Default 1 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long after the last such delay nothing is held against anybody. Not negative. Default 5 s: what timed out meanwhile comes in after it.</summary>
    public TimeSpan RecoveryTime { get; init; } = TimeSpan.FromSeconds(5);
}
