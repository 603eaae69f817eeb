namespace ClientFailover;

/// <summary>When a call that hears nothing gets a second attempt elsewhere, while the first goes on. Only calls that are safe to make twice; within the retry budget.</summary>
public sealed class HedgingOptions
{
    /// <summary>
    /// <c>Rescue</c>: after far longer than the service takes; <c>Latency</c>: after <see cref="LatencyQuantile"/> of its own latency; <c>Off</c>: never. Default <c>Rescue</c>.
    /// </summary>
    public HedgingMode? Mode { get; set; }

    /// <summary>A call is rescued after so many times the service's own p99. 1 to 100. Default 3.</summary>
    public double? RescueFactor { get; set; }

    /// <summary>And not before. More than zero, at most a day. Default 250 ms.</summary>
    public TimeSpan? MinRescueDelay { get; set; }

    /// <summary>In mode <c>Latency</c>: the share of the service's answers that come without a second attempt. 0.5 to 0.999. Default 0.95.</summary>
    public double? LatencyQuantile { get; set; }
}
