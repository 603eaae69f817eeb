namespace ClientFailover;

/// <summary>When an endpoint is ejected, for how long, and how many of a tier may be at once.</summary>
/// <remarks>
/// Rules that count failures in a row act at once; the others compare what a whole <see cref="Interval"/> has shown. Each rule has a share of its detections
/// that it enforces, in <see cref="Enforcement"/>.
/// </remarks>
public sealed record OutlierDetectionPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly OutlierDetectionPolicy Default = new();

    /// <summary>So many failed attempts in a row eject an endpoint; overload does not count. 1 or more; 0 switches the rule off. Default 5 (Envoy, Istio).</summary>
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>
    /// So many failed attempts in a row are enough when <see cref="SustainedTime"/> lies between the first and the last: where calls are few, five take long. 1 or more; 0 switches
    /// the rule off, as 0 for <see cref="ConsecutiveFailures"/> does. Default 3.
    /// </summary>
    public int SustainedFailures { get; init; } = 3;

    /// <summary>How long a run of <see cref="SustainedFailures"/> lasts at the least. Zero or more. Default 10 s.</summary>
    public TimeSpan SustainedTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// So many failed connects in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 2: a connection that cannot be
    /// opened is better evidence than an error answer, which the request itself may have caused.
    /// </summary>
    public int ConsecutiveConnectFailures { get; init; } = 2;

    /// <summary>
    /// So many attempts in a row in which nothing was heard for far longer than the service takes (<see cref="SilenceRule"/>) eject an endpoint. 1 or more; 0 switches the rule off.
    /// Default 2: whoever hangs costs each call the rescue delay, and a success in between ends the run.
    /// </summary>
    public int ConsecutiveSilences { get; init; } = 2;

    /// <summary>
    /// So many refused TLS handshakes in a row eject an endpoint, for <see cref="MaxEjectionTime"/>: a certificate does not mend in half a minute. 1 or more; 0 switches the rule off. Default 1.
    /// </summary>
    public int ConsecutiveTlsFailures { get; init; } = 1;

    /// <summary>
    /// So many gateway failures (502, 503, 504, and attempts without an answer) in a row eject an endpoint. 1 or more; 0, the default, switches the rule off:
    /// a 503 is overload. Envoy has 5 and only reports.
    /// </summary>
    public int ConsecutiveGatewayFailures { get; init; }

    /// <summary>With <see cref="SplitLocalOrigin"/>: so many attempts without an answer in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 5 (Envoy).</summary>
    public int ConsecutiveLocalOriginFailures { get; init; } = 5;

    /// <summary>
    /// Whether attempts without an answer (no connection, no answer in time, a broken connection) are judged apart from failed answers, by every rule.
    /// Default false: a failure is a failure (Envoy).
    /// </summary>
    public bool SplitLocalOrigin { get; init; }

    /// <summary>
    /// Whether failures of a route that fails at other endpoints too, while an endpoint's other routes succeed, are no evidence against the endpoint (<see cref="RouteRule"/>). Default true:
    /// one bad route would remove one healthy endpoint after the other.
    /// </summary>
    public bool ScopeByRoute { get; init; } = true;

    /// <summary>Ejects who succeeds less often than its tier, by the spread of the tier.</summary>
    public SuccessRatePolicy SuccessRate { get; init; } = SuccessRatePolicy.Default;

    /// <summary>Ejects who fails more often than a fixed share.</summary>
    public FailurePercentagePolicy FailurePercentage { get; init; } = FailurePercentagePolicy.Default;

    /// <summary>Weights down who is slower than its tier.</summary>
    public LatencyRulePolicy Latency { get; init; } = LatencyRulePolicy.Default;

    /// <summary>Weights down who fails more often than the rest of a tier that is too small for <see cref="SuccessRate"/>.</summary>
    public PeerRatePolicy PeerRate { get; init; } = PeerRatePolicy.Default;

    /// <summary>The label by which endpoints are grouped to find a bad version. Empty switches that off. Default <c>version</c> (Kubernetes, Istio).</summary>
    public string VersionLabel { get; init; } = "version";

    /// <summary>Which share of its detections each rule enforces.</summary>
    public EnforcementPolicy Enforcement { get; init; } = EnforcementPolicy.Default;

    /// <summary>How often the rules that compare endpoints run, and the span they compare. More than zero. Default 10 s (Envoy).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first ejection lasts; each further one lasts longer, by <see cref="EjectionGrowth"/>. More than zero. Default 30 s (Envoy).</summary>
    public TimeSpan BaseEjectionTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest ejection, before jitter; not below <see cref="BaseEjectionTime"/>. Default 300 s (Envoy).</summary>
    public TimeSpan MaxEjectionTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How the time of an ejection grows with the count of them. Default <see cref="EjectionGrowth.Doubling"/>.</summary>
    public EjectionGrowth EjectionGrowth { get; init; } = EjectionGrowth.Doubling;

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
