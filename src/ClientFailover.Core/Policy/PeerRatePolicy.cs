namespace ClientFailover;

/// <summary>
/// Compares the failures of one endpoint, or of one group, with those of all its peers together: too many when the difference is both large and too
/// significant to be chance. It needs no more than one peer, so it serves the tiers that are too small for a spread.
/// </summary>
public sealed record PeerRatePolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly PeerRatePolicy Default = new();

    /// <summary>Whether the rule runs. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>By how much (0..1) the failure rate exceeds that of the peers, at the least. Default 0.1.</summary>
    public double MinimumDifference { get; init; } = 0.1;

    /// <summary>By how many standard errors of the difference, at the least. More than 0. Default 4: one false alarm in 30,000 comparisons.</summary>
    public double Significance { get; init; } = 4;

    /// <summary>Both sides are judged when they had so many attempts within the interval. 1 or more. Default 20.</summary>
    public int RequestVolume { get; init; } = 20;
}
