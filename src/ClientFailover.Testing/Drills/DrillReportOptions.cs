namespace ClientFailover.Testing;

/// <summary>What counts as slow, as before and as stable in a <see cref="DrillReport"/>.</summary>
public sealed record DrillReportOptions
{
    /// <summary>The shipped defaults.</summary>
    public static readonly DrillReportOptions Default = new();

    /// <summary>A call is slow when it took longer than this many times the p99 before the event, and than <see cref="SlowMargin"/> asks. 1 or more. Default 5.</summary>
    public double SlowFactor { get; init; } = 5;

    /// <summary>
    /// A call is slow only when it took longer than the p99 before the event by more than this: where a call takes a millisecond,
    /// five of them are noise. Zero or more. Default 50 ms.
    /// </summary>
    public TimeSpan SlowMargin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How far back "before" reaches from an event; never beyond the event before it. Above zero. Default 5 s.</summary>
    public TimeSpan BeforeWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long first attempts must go undisturbed before an outage counts as detected. Above zero. Default 500 ms.</summary>
    public TimeSpan DetectionQuiet { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long every call must be served by the home zone before the failback counts as stable. Above zero. Default 5 s.</summary>
    public TimeSpan FailbackQuiet { get; init; } = TimeSpan.FromSeconds(5);
}
