namespace ClientFailover;

/// <summary>When a zone that has more to do than it can gives a part of its traffic to others.</summary>
public sealed class SpillOptions
{
    /// <summary>Whether traffic spills. Default true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>A zone is full when its mean latency is so many times what it was at its best within <see cref="Memory"/>. 1..1000. Default 2.</summary>
    public double? LatencyFactor { get; set; }

    /// <summary>And by so much longer. At most a day. Default 10 ms.</summary>
    public TimeSpan? MinimumEffect { get; set; }

    /// <summary>A zone is full, too, when so much of what its endpoints say they can take is in use, and no zone is given more that is. 0..1. Default 0.9.</summary>
    public double? Utilization { get; set; }

    /// <summary>
    /// The figures of a load report (<c>named_metrics.x</c>, <c>utilization.x</c>) of which the highest is an endpoint's utilization, where it reports no <c>application_utilization</c>. Default none:
    /// <c>cpu_utilization</c>.
    /// </summary>
    public IList<string> UtilizationMetrics { get; } = [];

    /// <summary>The label by which an endpoint says how many calls it can take at once. Empty switches that off. Default <c>capacity</c>.</summary>
    public string? CapacityLabel { get; set; }

    /// <summary>Latencies are compared when so many calls have succeeded. 1 or more. Default 20.</summary>
    public int? MinimumCalls { get; set; }

    /// <summary>How long a zone's best latency is remembered. More than zero, at most a day. Default 5 min.</summary>
    public TimeSpan? Memory { get; set; }

    /// <summary>Full, a zone gives up this share of what it has each time it is looked at, twice a second. 0..1. Default 0.15.</summary>
    public double? Step { get; set; }

    /// <summary>The share of its traffic that a zone keeps at the least. 0..1. Default 0.1.</summary>
    public double? MinimumShare { get; set; }

    /// <summary>How long nothing spills after it was seen that calls take no less time elsewhere. At most a day. Default 5 min.</summary>
    public TimeSpan? TrustTime { get; set; }
}
