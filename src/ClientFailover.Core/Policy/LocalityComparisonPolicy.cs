namespace ClientFailover;

/// <summary>
/// When a zone is given less traffic because its calls fail somewhat more often than those elsewhere: a grey failure, such as a link that loses 3 % of what is sent, which is too
/// little for <see cref="LocalityBreakerPolicy"/> and makes no endpoint stand out among its neighbours.
/// </summary>
public sealed record LocalityComparisonPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly LocalityComparisonPolicy Default = new();

    /// <summary>Whether zones are compared. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The share (0..1) of a zone's attempts that fails, at the least, before it is compared; overload does not count. Default 0.01.</summary>
    public double FailureShare { get; init; } = 0.01;

    /// <summary>The span that is looked at. More than zero. Default 30 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Both sides are compared when they had so many attempts within <see cref="Window"/>. 1 or more. Default 100.</summary>
    public int MinimumCalls { get; init; } = 100;

    /// <summary>By how much (0..1) the zone's failure rate exceeds that of the others, at the least. Default 0.01.</summary>
    public double MinimumDifference { get; init; } = 0.01;

    /// <summary>By how many standard errors of the difference, at the least. More than 0. Default 3: one false alarm in 700 comparisons, and a false alarm moves traffic to where it fares no worse.</summary>
    public double Significance { get; init; } = 3;

    /// <summary>
    /// The share (0..1) of the traffic that goes elsewhere while a zone is doubted and nothing is known of the others: what they are like cannot be known otherwise. Default 0.1.
    /// </summary>
    public double ExploratoryShare { get; init; } = 0.1;

    /// <summary>The share (0..1) of its traffic that a zone keeps while it is worse, so that its recovery shows. Default 0.1.</summary>
    public double ReducedShare { get; init; } = 0.1;

    /// <summary>How long at most traffic goes elsewhere to find out; less when nothing has been held against the zone for a whole <see cref="Window"/>. More than zero. Default 60 s.</summary>
    public TimeSpan ExplorationTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a zone that was found no worse than the others is not doubted again. Zero or more. Default 5 min.</summary>
    public TimeSpan TrustTime { get; init; } = TimeSpan.FromMinutes(5);
}
