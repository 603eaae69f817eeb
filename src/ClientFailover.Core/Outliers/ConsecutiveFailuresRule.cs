namespace ClientFailover;

/// <summary>Ejects an endpoint after so many failures in a row. Any success ends the run (Envoy's consecutive detectors).</summary>
public static class ConsecutiveFailuresRule
{
    /// <summary>The reason to eject, or null. Connects are looked at first: they are the better evidence.</summary>
    /// <param name="failures">Failed attempts in a row.</param>
    /// <param name="connectFailures">Failed connects in a row.</param>
    /// <param name="policy">The thresholds.</param>
    public static EjectionReason? Detect(int failures, int connectFailures, OutlierDetectionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.ConsecutiveConnectFailures > 0 && connectFailures >= policy.ConsecutiveConnectFailures)
        {
            return EjectionReason.ConsecutiveConnectFailures;
        }

        return policy.ConsecutiveFailures > 0 && failures >= policy.ConsecutiveFailures ? EjectionReason.ConsecutiveFailures : null;
    }
}
