namespace ClientFailover;

/// <summary>When a whole zone, or a whole region, is left because calls fail across its endpoints. It does not wait for each endpoint to be ejected, and no bound on ejections holds it up.</summary>
public sealed record LocalityBreakerPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly LocalityBreakerPolicy Default = new();

    /// <summary>Whether zones and regions are judged. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The share (0..1) of the attempts in the locality that fails, at the least; overload does not count. Default 0.5.</summary>
    public double FailureShare { get; init; } = 0.5;

    /// <summary>The locality is judged by its latest so many attempts within <see cref="Window"/>, and not by fewer. 1 or more. Default 20.</summary>
    public int MinimumCalls { get; init; } = 20;

    /// <summary>The failures come from so many endpoints, or for a region from so many zones too, at the least. 1 or more. Default 2: one bad endpoint is not a bad zone.</summary>
    public int MinimumEndpoints { get; init; } = 2;

    /// <summary>The span that is looked at. More than zero. Default 10 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the locality is left the first time; each further time doubles it. More than zero. Default 30 s.</summary>
    public TimeSpan BaseOpenTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest it is left, before jitter; not below <see cref="BaseOpenTime"/>. Default 300 s.</summary>
    public TimeSpan MaxOpenTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>It is left longer by a random share of that, up to this (0..1). Default 0.2.</summary>
    public double OpenTimeJitter { get; init; } = 0.2;

    /// <summary>So many calls are let through when the time is over. All must succeed to close the circuit; one failure opens it again. 1 or more. Default 5.</summary>
    public int HalfOpenProbes { get; init; } = 5;
}
