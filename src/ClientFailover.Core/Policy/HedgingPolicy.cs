namespace ClientFailover;

/// <summary>When a call that hears nothing gets a second attempt elsewhere, while the first goes on. Only calls that are safe to make twice; within the retry budget.</summary>
public sealed record HedgingPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly HedgingPolicy Default = new();

    /// <summary>What for. Default <see cref="HedgingMode.Rescue"/>.</summary>
    public HedgingMode Mode { get; init; } = HedgingMode.Rescue;

    /// <summary>A call is rescued after so many times the service's own p99. 1 or more. Default 3.</summary>
    public double RescueFactor { get; init; } = 3;

    /// <summary>And not before. More than zero. Default 250 ms: more than a pause of a garbage collector, less than a person waits gladly.</summary>
    public TimeSpan MinRescueDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>In <see cref="HedgingMode.Latency"/>: the share (0.5 to 0.999) of the service's answers that come without a second attempt. Default 0.95.</summary>
    public double LatencyQuantile { get; init; } = 0.95;
}
