namespace ClientFailover;

/// <summary>When this process itself is sick and what it sees of others is no evidence.</summary>
public sealed class LocalFaultOptions
{
    /// <summary>A timer that runs later than this shows that the process is sick. More than zero, at most a day; -00:00:00.001 switches the guard off. Default 1 s.</summary>
    public TimeSpan? MaxDelay { get; set; }

    /// <summary>For how long after the last such delay nothing is held against anybody. Not negative, at most a day. Default 5 s.</summary>
    public TimeSpan? RecoveryTime { get; set; }
}
