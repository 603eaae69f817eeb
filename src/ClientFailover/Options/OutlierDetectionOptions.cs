namespace ClientFailover;

/// <summary>When an endpoint is ejected, for how long, and how many of a tier may be at once.</summary>
public sealed class OutlierDetectionOptions
{
    /// <summary>So many failed attempts in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 5.</summary>
    public int? ConsecutiveFailures { get; set; }

    /// <summary>So many failed connects in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 2.</summary>
    public int? ConsecutiveConnectFailures { get; set; }

    /// <summary>How often ejections are reviewed and slow rules run. More than zero, at most a day. Default 10 s.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>How long the first ejection lasts; each further one doubles it. More than zero, at most a day. Default 30 s.</summary>
    public TimeSpan? BaseEjectionTime { get; set; }

    /// <summary>The longest ejection, before jitter. Not below <see cref="BaseEjectionTime"/>, at most a day. Default 300 s.</summary>
    public TimeSpan? MaxEjectionTime { get; set; }

    /// <summary>An ejection is longer by a random share of itself, up to this. 0..1. Default 0.2.</summary>
    public double? EjectionTimeJitter { get; set; }

    /// <summary>The share of a tier that may be removed at once, 0..1: at least one endpoint, and never the last. Default 0.5.</summary>
    public double? MaxEjection { get; set; }

    /// <summary>In a tier of at most so many endpoints a first detection weights down instead of removing. 0 or more; 0 switches the rule off. Default 4.</summary>
    public int? SmallTier { get; set; }

    /// <summary>What the weight of a weighted-down endpoint is multiplied by. More than 0 and less than 1. Default 0.01.</summary>
    public double? SmallTierWeight { get; set; }
}
