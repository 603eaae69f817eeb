namespace ClientFailover;

/// <summary>Ejects an endpoint that fails more often than a fixed share, whatever the others do (Envoy, gRPC A50).</summary>
public sealed record FailurePercentagePolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly FailurePercentagePolicy Default = new();

    /// <summary>Whether the rule runs. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The share (0..1) of failed attempts, overload not counted, that is too high. Default 0.85.</summary>
    public double Threshold { get; init; } = 0.85;

    /// <summary>Whether exactly <see cref="Threshold"/> is too high already. Default true, as in Envoy; gRPC wants more than it.</summary>
    public bool IncludesThreshold { get; init; } = true;

    /// <summary>So many endpoints of the tier must have <see cref="RequestVolume"/>, or nobody is judged. 0 or more. Default 5.</summary>
    public int MinimumEndpoints { get; init; } = 5;

    /// <summary>An endpoint is judged when it had so many attempts within the interval. 0 or more. Default 50.</summary>
    public int RequestVolume { get; init; } = 50;
}
