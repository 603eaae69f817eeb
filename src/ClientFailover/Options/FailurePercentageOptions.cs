namespace ClientFailover;

/// <summary>Ejects an endpoint that fails more often than a fixed share, whatever the others do.</summary>
public sealed class FailurePercentageOptions
{
    /// <summary>Whether the rule runs. Default true.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The share of failed attempts, overload not counted, that is too high. 0..1. Default 0.85.</summary>
    public double? Threshold { get; set; }

    /// <summary>Whether exactly the threshold is too high already. Default true, as in Envoy; gRPC wants more than it.</summary>
    public bool? IncludesThreshold { get; set; }

    /// <summary>So many endpoints of the tier must have the volume, or nobody is judged. 0 or more. Default 5.</summary>
    public int? MinimumEndpoints { get; set; }

    /// <summary>An endpoint is judged when it had so many attempts within the interval. 0 or more. Default 50.</summary>
    public int? RequestVolume { get; set; }
}
