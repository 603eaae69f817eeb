namespace ClientFailover;

/// <summary>When an endpoint is ejected, for how long, and how many of a tier may be at once.</summary>
public sealed class OutlierDetectionOptions
{
    /// <summary>So many failed attempts in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 5.</summary>
    public int? ConsecutiveFailures { get; set; }

    /// <summary>So many failed attempts in a row are enough when <see cref="SustainedTime"/> lies between the first and the last. 1 or more; 0 switches the rule off. Default 3.</summary>
    public int? SustainedFailures { get; set; }

    /// <summary>How long a run of <see cref="SustainedFailures"/> lasts at the least. At most a day. Default 10 s.</summary>
    public TimeSpan? SustainedTime { get; set; }

    /// <summary>So many failed connects in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 2.</summary>
    public int? ConsecutiveConnectFailures { get; set; }

    /// <summary>So many attempts in a row in which nothing was heard for far longer than the service takes eject an endpoint. 1 or more; 0 switches the rule off. Default 2.</summary>
    public int? ConsecutiveSilences { get; set; }

    /// <summary>So many refused TLS handshakes in a row eject an endpoint, for <see cref="MaxEjectionTime"/>. 1 or more; 0 switches the rule off. Default 1.</summary>
    public int? ConsecutiveTlsFailures { get; set; }

    /// <summary>So many gateway failures (502, 503, 504, and attempts without an answer) in a row eject an endpoint. 1 or more; 0, the default, switches the rule off.</summary>
    public int? ConsecutiveGatewayFailures { get; set; }

    /// <summary>With <see cref="SplitLocalOrigin"/>: so many attempts without an answer in a row eject an endpoint. 1 or more; 0 switches the rule off. Default 5.</summary>
    public int? ConsecutiveLocalOriginFailures { get; set; }

    /// <summary>Whether attempts without an answer are judged apart from failed answers. Default false.</summary>
    public bool? SplitLocalOrigin { get; set; }

    /// <summary>Whether failures of a route that fails at other endpoints too, while an endpoint's other routes succeed, are no evidence against the endpoint. Default true.</summary>
    public bool? ScopeByRoute { get; set; }

    /// <summary>Ejects who succeeds less often than its tier, by the spread of the tier. On by default.</summary>
    public SuccessRateOptions SuccessRate { get; } = new();

    /// <summary>Ejects who fails more often than a fixed share. On by default.</summary>
    public FailurePercentageOptions FailurePercentage { get; } = new();

    /// <summary>Weights down who is slower than its tier. On by default.</summary>
    public LatencyRuleOptions Latency { get; } = new();

    /// <summary>Weights down who fails more often than the rest of a tier that is too small for <see cref="SuccessRate"/>. On by default.</summary>
    public PeerRateOptions PeerRate { get; } = new();

    /// <summary>The label by which endpoints are grouped to find a bad version. Empty switches that off. Default <c>version</c>.</summary>
    public string? VersionLabel { get; set; }

    /// <summary>Which share of its detections each rule enforces. All of them by default.</summary>
    public EnforcementOptions Enforcement { get; } = new();

    /// <summary>How often the rules that compare endpoints run, and the span they compare. More than zero, at most a day. Default 10 s.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>How long the first ejection lasts; each further one lasts longer. More than zero, at most a day. Default 30 s.</summary>
    public TimeSpan? BaseEjectionTime { get; set; }

    /// <summary>The longest ejection, before jitter. Not below <see cref="BaseEjectionTime"/>, at most a day. Default 300 s.</summary>
    public TimeSpan? MaxEjectionTime { get; set; }

    /// <summary>How the time of an ejection grows with the count of them: <c>Doubling</c> or <c>Linear</c>. Default <c>Doubling</c>.</summary>
    public EjectionGrowth? EjectionGrowth { get; set; }

    /// <summary>An ejection is longer by a random share of itself, up to this. 0..1. Default 0.2.</summary>
    public double? EjectionTimeJitter { get; set; }

    /// <summary>The share of a tier that may be removed at once, 0..1: at least one endpoint, and never the last. Default 0.5.</summary>
    public double? MaxEjection { get; set; }

    /// <summary>In a tier of at most so many endpoints a first detection weights down instead of removing. 0 or more; 0 switches the rule off. Default 4.</summary>
    public int? SmallTier { get; set; }

    /// <summary>What the weight of a weighted-down endpoint is multiplied by. More than 0 and less than 1. Default 0.01.</summary>
    public double? SmallTierWeight { get; set; }
}
