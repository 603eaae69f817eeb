namespace ClientFailover;

/// <summary>The rule that ejected an endpoint.</summary>
public enum EjectionReason
{
    /// <summary>Too many failed attempts in a row (<see cref="OutlierDetectionPolicy.ConsecutiveFailures"/>).</summary>
    ConsecutiveFailures = 0,

    /// <summary>Too many failed connects in a row (<see cref="OutlierDetectionPolicy.ConsecutiveConnectFailures"/>).</summary>
    ConsecutiveConnectFailures = 1,

    /// <summary>Too many gateway failures in a row (<see cref="OutlierDetectionPolicy.ConsecutiveGatewayFailures"/>).</summary>
    ConsecutiveGatewayFailures = 2,

    /// <summary>Too many attempts without an answer in a row (<see cref="OutlierDetectionPolicy.ConsecutiveLocalOriginFailures"/>).</summary>
    ConsecutiveLocalOriginFailures = 3,

    /// <summary>A success rate far below that of its tier (<see cref="OutlierDetectionPolicy.SuccessRate"/>).</summary>
    SuccessRate = 4,

    /// <summary>Too high a share of failures (<see cref="OutlierDetectionPolicy.FailurePercentage"/>).</summary>
    FailurePercentage = 5,

    /// <summary>Far slower than its tier (<see cref="OutlierDetectionPolicy.Latency"/>).</summary>
    Latency = 6,

    /// <summary>More failures than the rest of a small tier (<see cref="OutlierDetectionPolicy.PeerRate"/>).</summary>
    PeerRate = 7,

    /// <summary>Nothing heard for far longer than the service takes, too many times in a row (<see cref="OutlierDetectionPolicy.ConsecutiveSilences"/>).</summary>
    ConsecutiveSilences = 8,

    /// <summary>TLS handshakes that were refused (<see cref="OutlierDetectionPolicy.ConsecutiveTlsFailures"/>).</summary>
    ConsecutiveTlsFailures = 9,
}
