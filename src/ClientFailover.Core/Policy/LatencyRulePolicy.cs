namespace ClientFailover;

/// <summary>Weights down an endpoint whose successes take far longer than those of its tier. It is never removed for that: slow is not dead.</summary>
public sealed record LatencyRulePolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly LatencyRulePolicy Default = new();

    /// <summary>Whether the rule runs. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How many times the median of the other endpoints' mean latencies is too slow. More than 1. Default 3.</summary>
    public double Factor { get; init; } = 3;

    /// <summary>And by how much, at the least: three times one millisecond harms nobody. Not negative. Default 50 ms.</summary>
    public TimeSpan MinimumEffect { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>So many endpoints of the tier must have <see cref="RequestVolume"/>, or nobody is judged. 2 or more. Default 2.</summary>
    public int MinimumEndpoints { get; init; } = 2;

    /// <summary>An endpoint is judged when it had so many successes within the interval. 1 or more. Default 5: a slow endpoint gets few.</summary>
    public int RequestVolume { get; init; } = 5;
}
