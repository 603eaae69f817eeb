namespace ClientFailover;

/// <summary>How the latency of an endpoint is remembered.</summary>
public sealed class LatencyOptions
{
    /// <summary>The time in which an old latency loses 63 % of its weight. More than zero, at most a day. Default 10 s.</summary>
    public TimeSpan? Decay { get; set; }

    /// <summary>What a failed attempt counts as having cost, at least. Zero to a day. Default: the time-out of an attempt, 10 s unless it is set or off.</summary>
    public TimeSpan? FailurePenalty { get; set; }

    /// <summary>For how long after a failure that holds; each further failure in a row doubles it. Not negative, at most a day. Default 500 ms.</summary>
    public TimeSpan? FailurePause { get; set; }

    /// <summary>The longest such pause. Not below <see cref="FailurePause"/>, at most a day. Default 30 s.</summary>
    public TimeSpan? MaxFailurePause { get; set; }
}
