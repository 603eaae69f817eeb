namespace ClientFailover;

/// <summary>What a second attempt beside the first is for.</summary>
public enum HedgingMode
{
    /// <summary>A rescue: after a silence far beyond the service's own p99. In good times no call ever gets one.</summary>
    Rescue = 0,

    /// <summary>A shorter tail: after a quantile of the service's own latency. Costs that share of calls a second attempt, always.</summary>
    Latency = 1,

    /// <summary>Never.</summary>
    Off = 2,
}
