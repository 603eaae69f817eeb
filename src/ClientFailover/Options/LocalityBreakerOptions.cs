namespace ClientFailover;

/// <summary>When a whole zone, or a whole region, is left because calls fail across its endpoints.</summary>
public sealed class LocalityBreakerOptions
{
    /// <summary>Whether zones and regions are judged. Default true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The share of the attempts in the locality that fails, at the least; overload does not count. 0..1. Default 0.5.</summary>
    public double? FailureShare { get; set; }

    /// <summary>The locality is judged by its latest so many attempts within the window, and not by fewer. 1 or more. Default 20.</summary>
    public int? MinimumCalls { get; set; }

    /// <summary>The failures come from so many endpoints, or for a region zones, at the least. 1 or more. Default 2.</summary>
    public int? MinimumEndpoints { get; set; }

    /// <summary>The span that is looked at. More than zero, at most a day. Default 10 s.</summary>
    public TimeSpan? Window { get; set; }

    /// <summary>How long the locality is left the first time; each further time doubles it. More than zero, at most a day. Default 30 s.</summary>
    public TimeSpan? BaseOpenTime { get; set; }

    /// <summary>The longest it is left, before jitter. Not below <see cref="BaseOpenTime"/>, at most a day. Default 300 s.</summary>
    public TimeSpan? MaxOpenTime { get; set; }

    /// <summary>It is left longer by a random share of that, up to this. 0..1. Default 0.2.</summary>
    public double? OpenTimeJitter { get; set; }

    /// <summary>So many calls are let through when the time is over, and all must succeed. 1..1000. Default 5.</summary>
    public int? HalfOpenProbes { get; set; }
}
