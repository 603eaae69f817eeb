namespace ClientFailover;

/// <summary>Ejects an endpoint whose success rate lies below the mean of its tier by more than the spread of the tier explains (Envoy, gRPC A50).</summary>
public sealed record SuccessRatePolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly SuccessRatePolicy Default = new();

    /// <summary>Whether the rule runs. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How many standard deviations below the mean of the tier is too low. 0 or more. Default 1.9.</summary>
    public double StandardDeviations { get; init; } = 1.9;

    /// <summary>By how much (0..1) below the mean it is, at the least: where all the others are perfect, one failure in a hundred would be outside the spread. Default 0.05; 0 is Envoy's rule.</summary>
    public double MinimumDifference { get; init; } = 0.05;

    /// <summary>So many endpoints of the tier must have <see cref="RequestVolume"/>, or nobody is judged. 0 or more. Default 5: among fewer, one dead endpoint could not stand out.</summary>
    public int MinimumEndpoints { get; init; } = 5;

    /// <summary>An endpoint is judged when it had so many attempts within the interval. 0 or more. Default 100.</summary>
    public int RequestVolume { get; init; } = 100;
}
