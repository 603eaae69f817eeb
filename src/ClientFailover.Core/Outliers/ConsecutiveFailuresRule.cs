namespace ClientFailover;

/// <summary>Finds endpoints with so many failures in a row, of each kind (Envoy's consecutive detectors). What ends a run is said at <see cref="FailureRuns"/>.</summary>
public static class ConsecutiveFailuresRule
{
    /// <summary>Adds what is found to <paramref name="found"/>, the best evidence first: failed connects, then silences, then attempts without an answer, then any failure.</summary>
    /// <param name="member">The place of the endpoint.</param>
    /// <param name="runs">Its failures in a row.</param>
    /// <param name="policy">The thresholds.</param>
    /// <param name="found">Takes the findings, up to one of each kind.</param>
    public static void Find(int member, in FailureRuns runs, OutlierDetectionPolicy policy, ICollection<Outlier> found)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(found);
        Find(member, EjectionReason.ConsecutiveTlsFailures, runs.TlsFailures, policy.ConsecutiveTlsFailures, found);
        Find(member, EjectionReason.ConsecutiveConnectFailures, runs.ConnectFailures, policy.ConsecutiveConnectFailures, found);
        Find(member, EjectionReason.ConsecutiveSilences, runs.Silences, policy.ConsecutiveSilences, found);
        Find(member, EjectionReason.ConsecutiveLocalOriginFailures, runs.LocalOriginFailures, policy.ConsecutiveLocalOriginFailures, found);
        Find(member, EjectionReason.ConsecutiveFailures, runs.Failures, IsSustained(runs, policy) ? Math.Min(runs.Failures, policy.ConsecutiveFailures) : policy.ConsecutiveFailures, found);
        Find(member, EjectionReason.ConsecutiveGatewayFailures, runs.GatewayFailures, policy.ConsecutiveGatewayFailures, found);
    }

    /// <summary>Whether a run that is shorter than <see cref="OutlierDetectionPolicy.ConsecutiveFailures"/> has lasted so long that it says as much.</summary>
    public static bool IsSustained(in FailureRuns runs, OutlierDetectionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy is { ConsecutiveFailures: > 0, SustainedFailures: > 0 } && runs.Failures >= policy.SustainedFailures && runs.Span >= policy.SustainedTime;
    }

    private static void Find(int member, EjectionReason reason, int run, int threshold, ICollection<Outlier> found)
    {
        if (threshold > 0 && run >= threshold)
        {
            found.Add(new(member, new(reason, run, threshold, run, TimeSpan.Zero)));
        }
    }
}
