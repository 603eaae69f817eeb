namespace ClientFailover;

/// <summary>Which share of its detections each rule enforces: 1 all, 0 none, and then it only reports.</summary>
public sealed class EnforcementOptions
{
    /// <summary>Of <see cref="OutlierDetectionOptions.ConsecutiveFailures"/>. 0..1. Default 1.</summary>
    public double? ConsecutiveFailures { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.ConsecutiveConnectFailures"/>. 0..1. Default 1.</summary>
    public double? ConsecutiveConnectFailures { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.ConsecutiveSilences"/>. 0..1. Default 1.</summary>
    public double? ConsecutiveSilences { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.ConsecutiveTlsFailures"/>. 0..1. Default 1.</summary>
    public double? ConsecutiveTlsFailures { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.ConsecutiveGatewayFailures"/>. 0..1. Default 1.</summary>
    public double? ConsecutiveGatewayFailures { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.ConsecutiveLocalOriginFailures"/>. 0..1. Default 1.</summary>
    public double? ConsecutiveLocalOriginFailures { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.SuccessRate"/>. 0..1. Default 1.</summary>
    public double? SuccessRate { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.FailurePercentage"/>. 0..1. Default 1.</summary>
    public double? FailurePercentage { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.Latency"/>. 0..1. Default 1.</summary>
    public double? Latency { get; set; }

    /// <summary>Of <see cref="OutlierDetectionOptions.PeerRate"/>. 0..1. Default 1.</summary>
    public double? PeerRate { get; set; }
}
