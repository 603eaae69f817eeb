namespace ClientFailover.Testing;

/// <summary>What callers felt of one event, and how traffic moved. Immutable.</summary>
/// <remarks>
/// <para>
/// A call or an attempt belongs to the event under way when it ended: what had ended before an event cannot have been touched by it,
/// while a call in flight when a zone crashes was.
/// </para>
/// <para>
/// It is slow when it took longer than <see cref="SlowThreshold"/>, and disturbed when it failed or was slow.
/// </para>
/// </remarks>
public sealed record DrillEventReport
{
    /// <summary>What happened.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it took something away or brought it back.</summary>
    public required DrillEventKind Kind { get; init; }

    /// <summary>When it happened, counted from the start of the drill.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>From the event until the client acted on it; null when that was not seen.</summary>
    /// <remarks>
    /// <para>
    /// After an outage: until the start of the first call, after the first disturbed one, from which on no first attempt was disturbed
    /// for at least <see cref="DrillReportOptions.DetectionQuiet"/>. Calls count that began after the event; retries and hedges do not, and
    /// a later probe does not undo a detection.
    /// </para>
    /// <para>
    /// After a recovery, and after an outage that disturbed no attempt (its endpoints were taken from the registry in time): until the start of
    /// the first call whose first attempt went to a zone that no first attempt went to before.
    /// </para>
    /// </remarks>
    public TimeSpan? DetectedAfter { get; init; }

    /// <summary>The recovery time: from the start of the first disturbed attempt or call (not before the event) to the end of the last one; zero when there was none.</summary>
    public TimeSpan Rto { get; init; }

    /// <summary>Calls that ended while the event was the latest.</summary>
    public int Calls { get; init; }

    /// <summary>Calls that failed as their caller saw it.</summary>
    public int CallerErrors { get; init; }

    /// <summary>Attempts beyond the first of each call.</summary>
    public int ExtraAttempts { get; init; }

    /// <summary>
    /// The duration above which a call or an attempt was slow: the larger of the p99 before times <see cref="DrillReportOptions.SlowFactor"/>,
    /// and the p99 before plus <see cref="DrillReportOptions.SlowMargin"/>. Null, so that nothing is slow, when there was no call before.
    /// </summary>
    public TimeSpan? SlowThreshold { get; init; }

    /// <summary>Calls that ended before the event, within <see cref="DrillReportOptions.BeforeWindow"/> and after the event before it.</summary>
    public LatencySummary Before { get; init; }

    /// <summary>Calls that ended between the first and the last disturbance.</summary>
    public LatencySummary During { get; init; }

    /// <summary>Calls that ended after the last disturbance.</summary>
    public LatencySummary After { get; init; }

    /// <summary>
    /// After a recovery: from the event until the end of the last call served by another zone than the home zone (that of the drill's first attempt in tier 0), when calls went on being
    /// served at home for <see cref="DrillReportOptions.FailbackQuiet"/> after it; zero when none was served elsewhere. Null for an outage,
    /// and when it did not happen before the next event or the end of the drill.
    /// </summary>
    public TimeSpan? StableFailbackAfter { get; init; }
}
