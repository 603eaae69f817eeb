namespace ClientFailover;

/// <summary>Weights down an endpoint whose successes take far longer than those of its tier.</summary>
public sealed class LatencyRuleOptions
{
    /// <summary>Whether the rule runs. Default true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>How many times the median of the other endpoints' mean latencies is too slow. 1..1000. Default 3.</summary>
    public double? Factor { get; set; }

    /// <summary>And by how much, at the least. Not negative, at most a day. Default 50 ms.</summary>
    public TimeSpan? MinimumEffect { get; set; }

    /// <summary>So many endpoints of the tier must have the volume, or nobody is judged. 2 or more. Default 2.</summary>
    public int? MinimumEndpoints { get; set; }

    /// <summary>An endpoint is judged when it had so many successes within the interval. 1 or more. Default 5.</summary>
    public int? RequestVolume { get; set; }
}
