using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>
/// When a zone that is healthy, but has more to do than it can, gives a part of its traffic to others instead of letting it queue. What it can take shows in its latency: it stays the same up
/// to the limit, and doubles beyond; and its endpoints may say it: by a load report in their answers (ORCA), or by a label.
/// </summary>
public sealed record SpillPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly SpillPolicy Default = new();

    /// <summary>Whether traffic spills. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A zone is full when its mean latency is so many times what it was at its best within <see cref="Memory"/>. More than 1. Default 2.</summary>
    public double LatencyFactor { get; init; } = 2;

    /// <summary>And by so much longer. Zero or more. Default 10 ms: what is fast can be twice as slow for many reasons.</summary>
    public TimeSpan MinimumEffect { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// A zone is full, too, when so much (0..1, more than 0) of what its endpoints can take is in use, and no zone is given more that is. Default 0.9.
    /// </summary>
    public double Utilization { get; init; } = 0.9;

    /// <summary>
    /// The figures of a load report (<c>named_metrics.x</c>, <c>utilization.x</c>) of which the highest is an endpoint's utilization, where it reports no <c>application_utilization</c>; without any
    /// it is <c>cpu_utilization</c> (gRPC A114). Default none.
    /// </summary>
    public ImmutableArray<string> UtilizationMetrics { get; init; } = [];

    /// <summary>The label by which an endpoint says how many calls it can take at once; what this process has in flight there counts against it. Empty switches that off. Default <c>capacity</c>.</summary>
    public string CapacityLabel { get; init; } = "capacity";

    /// <summary>Latencies are compared when so many calls have succeeded. 1 or more. Default 20.</summary>
    public int MinimumCalls { get; init; } = 20;

    /// <summary>How long a zone's best latency is remembered. More than zero. Default 5 min.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Full, a zone gives up this share (0..1) of what it has each time it is looked at, twice a second; and gets back a fiftieth of the whole each time it is not. Default 0.15.</summary>
    public double Step { get; init; } = 0.15;

    /// <summary>The share (0..1) of its traffic that a zone keeps at the least. Default 0.1.</summary>
    public double MinimumShare { get; init; } = 0.1;

    /// <summary>How long nothing spills after it was seen that calls take no less time elsewhere. Zero or more. Default 5 min.</summary>
    public TimeSpan TrustTime { get; init; } = TimeSpan.FromMinutes(5);
}
