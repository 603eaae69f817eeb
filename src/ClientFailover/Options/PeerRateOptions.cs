namespace ClientFailover;

/// <summary>Compares the failures of one endpoint with those of all its peers together, in tiers too small for a spread.</summary>
public sealed class PeerRateOptions
{
    /// <summary>Whether the rule runs. Default true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>By how much the failure rate exceeds that of the peers, at the least. 0..1. Default 0.1.</summary>
    public double? MinimumDifference { get; set; }

    /// <summary>By how many standard errors of the difference, at the least. 0..100. Default 4.</summary>
    public double? Significance { get; set; }

    /// <summary>Both sides are judged when they had so many attempts within the interval. 1 or more. Default 20.</summary>
    public int? RequestVolume { get; set; }
}
