namespace ClientFailover;

/// <summary>How the latency of an endpoint is remembered.</summary>
public sealed record LatencyPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly LatencyPolicy Default = new();

    /// <summary>The time in which an old latency loses 1 - 1/e = 63 % of its weight. More than zero. Default 10 s (Finagle, Linkerd, Envoy).</summary>
    public TimeSpan Decay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What a failed attempt counts as having cost, at least, so that an endpoint that fails fast never looks attractive. Not negative. Default 10 s, the attempt time-out.
    /// </summary>
    public TimeSpan FailurePenalty { get; init; } = TimeSpan.FromSeconds(10);
}
