namespace ClientFailover;

/// <summary>How the latency of an endpoint is remembered.</summary>
public sealed record LatencyPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly LatencyPolicy Default = new();

    /// <summary>The time in which an old latency loses 1 - 1/e = 63 % of its weight. More than zero. Default 10 s (Finagle, Linkerd, Envoy).</summary>
    public TimeSpan Decay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What a call costs an endpoint whose last attempt has failed, at least, so that one that fails fast never looks attractive. Not negative. Default 10 s, the attempt time-out.
    /// </summary>
    public TimeSpan FailurePenalty { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For how long after a failure that holds; each further failure in a row doubles it. Then one call may try the endpoint. Not negative. Default 500 ms: a bad endpoint
    /// reaches the thresholds of outlier detection within seconds, at the price of one attempt each, while one that had bad luck once is soon in use again.
    /// </summary>
    public TimeSpan FailurePause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest such pause; not below <see cref="FailurePause"/>. Default 30 s.</summary>
    public TimeSpan MaxFailurePause { get; init; } = TimeSpan.FromSeconds(30);
}
