namespace ClientFailover;

/// <summary>
/// Which share (0..1) of its detections each rule enforces. 1 enforces all, 0 only reports them, so that a rule can be watched before it is trusted.
/// </summary>
public sealed record EnforcementPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly EnforcementPolicy Default = new();

    /// <summary>Of <see cref="OutlierDetectionPolicy.ConsecutiveFailures"/>. Default 1.</summary>
    public double ConsecutiveFailures { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.ConsecutiveConnectFailures"/>. Default 1.</summary>
    public double ConsecutiveConnectFailures { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.ConsecutiveSilences"/>. Default 1.</summary>
    public double ConsecutiveSilences { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.ConsecutiveGatewayFailures"/>. Default 1.</summary>
    public double ConsecutiveGatewayFailures { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.ConsecutiveLocalOriginFailures"/>. Default 1.</summary>
    public double ConsecutiveLocalOriginFailures { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.ConsecutiveTlsFailures"/>. Default 1.</summary>
    public double ConsecutiveTlsFailures { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.SuccessRate"/>. Default 1.</summary>
    public double SuccessRate { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.FailurePercentage"/>. Default 1 (gRPC; Envoy only reports).</summary>
    public double FailurePercentage { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.Latency"/>. Default 1.</summary>
    public double Latency { get; init; } = 1;

    /// <summary>Of <see cref="OutlierDetectionPolicy.PeerRate"/>. Default 1.</summary>
    public double PeerRate { get; init; } = 1;

    /// <summary>The share of a rule.</summary>
    public double Of(EjectionReason reason) => reason switch
    {
        EjectionReason.ConsecutiveFailures => ConsecutiveFailures,
        EjectionReason.ConsecutiveConnectFailures => ConsecutiveConnectFailures,
        EjectionReason.ConsecutiveSilences => ConsecutiveSilences,
        EjectionReason.ConsecutiveTlsFailures => ConsecutiveTlsFailures,
        EjectionReason.ConsecutiveGatewayFailures => ConsecutiveGatewayFailures,
        EjectionReason.ConsecutiveLocalOriginFailures => ConsecutiveLocalOriginFailures,
        EjectionReason.SuccessRate => SuccessRate,
        EjectionReason.FailurePercentage => FailurePercentage,
        EjectionReason.Latency => Latency,
        EjectionReason.PeerRate => PeerRate,
        _ => 1,
    };
}
