namespace ClientFailover;

/// <summary>The rule that ejected an endpoint.</summary>
public enum EjectionReason
{
    /// <summary>Too many failed attempts in a row (<see cref="OutlierDetectionPolicy.ConsecutiveFailures"/>).</summary>
    ConsecutiveFailures = 0,

    /// <summary>Too many failed connects in a row (<see cref="OutlierDetectionPolicy.ConsecutiveConnectFailures"/>).</summary>
    ConsecutiveConnectFailures = 1,
}
