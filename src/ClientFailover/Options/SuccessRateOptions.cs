namespace ClientFailover;

/// <summary>Ejects an endpoint whose success rate lies below the mean of its tier by more than the spread of the tier explains.</summary>
public sealed class SuccessRateOptions
{
    /// <summary>Whether the rule runs. Default true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>How many standard deviations below the mean of the tier is too low. 0..100. Default 1.9.</summary>
    public double? StandardDeviations { get; set; }

    /// <summary>By how much below the mean it is, at the least. 0..1. Default 0.05.</summary>
    public double? MinimumDifference { get; set; }

    /// <summary>So many endpoints of the tier must have the volume, or nobody is judged. 0 or more. Default 5.</summary>
    public int? MinimumEndpoints { get; set; }

    /// <summary>An endpoint is judged when it had so many attempts within the interval. 0 or more. Default 100.</summary>
    public int? RequestVolume { get; set; }
}
