namespace ClientFailover;

/// <summary>When a zone is given less traffic because its calls fail somewhat more often than those elsewhere.</summary>
public sealed class LocalityComparisonOptions
{
    /// <summary>Whether zones are compared. Default true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The share of a zone's attempts that fails, at the least, before it is compared; overload does not count. 0..1. Default 0.01.</summary>
    public double? FailureShare { get; set; }

    /// <summary>The span that is looked at. More than zero, at most a day. Default 30 s.</summary>
    public TimeSpan? Window { get; set; }

    /// <summary>Both sides are compared when they had so many attempts within the window. 1 or more. Default 100.</summary>
    public int? MinimumCalls { get; set; }

    /// <summary>By how much the zone's failure rate exceeds that of the others, at the least. 0..1. Default 0.01.</summary>
    public double? MinimumDifference { get; set; }

    /// <summary>By how many standard errors of the difference, at the least. 0..100. Default 3.</summary>
    public double? Significance { get; set; }

    /// <summary>The share of the traffic that goes elsewhere while a zone is doubted and nothing is known of the others. 0..1. Default 0.1.</summary>
    public double? ExploratoryShare { get; set; }

    /// <summary>The share of its traffic that a zone keeps while it is worse, so that its recovery shows. 0..1. Default 0.1.</summary>
    public double? ReducedShare { get; set; }

    /// <summary>How long at most traffic goes elsewhere to find out. More than zero, at most a day. Default 60 s.</summary>
    public TimeSpan? ExplorationTime { get; set; }

    /// <summary>How long a zone that was found no worse than the others is not doubted again. At most a day. Default 5 min.</summary>
    public TimeSpan? TrustTime { get; set; }
}
