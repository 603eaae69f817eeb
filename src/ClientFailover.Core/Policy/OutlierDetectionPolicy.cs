namespace ClientFailover;

/// <summary>When an endpoint is ejected, for how long, and how many of a tier may be at once.</summary>
public sealed record OutlierDetectionPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly OutlierDetectionPolicy Default = new();

    /// <summary>So many failed attempts in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 5 (Envoy, Istio).</summary>
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>
    /// So many failed connects in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 2: a connection that cannot be
    /// opened is better evidence than an error answer, which the request itself may have caused.
    /// </summary>
    public int ConsecutiveConnectFailures { get; init; } = 2;

    /// <summary>How often ejections are reviewed and slow rules run. More than zero. Default 10 s (Envoy).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first ejection lasts; each further one doubles it. More than zero. Default 30 s (Envoy).</summary>
    public TimeSpan BaseEjectionTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest ejection, before jitter; not below <see cref="BaseEjectionTime"/>. Default 300 s (Envoy).</summary>
    public TimeSpan MaxEjectionTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>An ejection is longer by a random share of itself, up to this (0..1), so that clients do not return together. Default 0.2.</summary>
    public double EjectionTimeJitter { get; init; } = 0.2;

    /// <summary>
    /// The share (0..1) of a tier that may be removed at once: max(1, floor(n x share)) endpoints, and never the last. Default 0.5.
    /// Weighting down (<see cref="SmallTier"/>) is not bounded by it.
    /// </summary>
    public double MaxEjection { get; init; } = 0.5;

    /// <summary>
    /// In a tier of at most so many endpoints a first detection weights an endpoint down instead of removing it, and only a second removes
    /// it. 0 switches the rule off. Default 4. A single endpoint is never removed.
    /// </summary>
    public int SmallTier { get; init; } = 4;

    /// <summary>What the weight of a weighted-down endpoint is multiplied by, more than 0 and less than 1. Default 0.01: one percent of the calls go on telling whether it lives.</summary>
    public double SmallTierWeight { get; init; } = 0.01;
}
