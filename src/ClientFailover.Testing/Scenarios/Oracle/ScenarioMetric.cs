namespace ClientFailover.Testing;

/// <summary>What an oracle measures. Calls and attempts belong to the window in which they began.</summary>
public enum ScenarioMetric
{
    /// <summary>How many calls were made.</summary>
    Calls,

    /// <summary>How many calls failed for their caller: an exception, 429 or 5xx.</summary>
    CallerErrors,

    /// <summary>The share of calls that failed for their caller.</summary>
    CallerErrorRate,

    /// <summary>The median duration of a call as its caller saw it.</summary>
    P50,

    /// <summary>The duration that 99 of 100 calls did not exceed.</summary>
    P99,

    /// <summary>The longest duration of a call.</summary>
    Slowest,

    /// <summary>The p99 as a multiple of the p99 of the baseline.</summary>
    P99Ratio,

    /// <summary>Attempts per call.</summary>
    AttemptsPerCall,

    /// <summary>Attempts beyond the first of each call, per call.</summary>
    ExtraAttemptRatio,

    /// <summary>How many attempts went to the target.</summary>
    Attempts,

    /// <summary>The share of all attempts that went to the target.</summary>
    AttemptShare,

    /// <summary>The share of the calls that succeeded which the target served.</summary>
    ServedShare,

    /// <summary>The busiest second of the target, in attempts, as a multiple of its mean in the baseline.</summary>
    PeakRatio,

    /// <summary>How often the kind of tier that takes most of the traffic (own zone, own region, elsewhere) changed; of the client where it changed most.</summary>
    TierSwitches,

    /// <summary>How often an endpoint of the target was ejected or weighted down, by any client.</summary>
    Ejections,

    /// <summary>How many endpoints of the target were ejected or weighted down by at least one client.</summary>
    EjectedEndpoints,

    /// <summary>From the start of the window until each endpoint of the target was ejected or weighted down by each client: the longest such time.</summary>
    DetectionTime,

    /// <summary>Attempts at an endpoint of the target from the start of the window until it was ejected or weighted down: the most of any endpoint and client.</summary>
    AttemptsUntilDetected,

    /// <summary>Ejections, releases and tier switches of all clients.</summary>
    StateChanges,

    /// <summary>How often clients told of the event that the assertion names.</summary>
    Events,

    /// <summary>From the start of the window until each client told of the event that the assertion names: the longest such time.</summary>
    EventTime,
}
