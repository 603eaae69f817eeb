namespace ClientFailover;

/// <summary>The options of one service. What is left out comes from <see cref="LocalityFailoverOptions.Defaults"/>; a list that is set replaces the one there.</summary>
public sealed class ServiceOptions
{
    /// <summary>The endpoints known from configuration. Default: none; they come from the other sources.</summary>
    public IList<EndpointOptions> Endpoints { get; } = [];

    /// <summary>The names of the resolvers to ask, in order, such as <c>consul</c> and <c>configuration</c>. Default: all, in the order of their registration.</summary>
    public IList<string> Sources { get; } = [];

    /// <summary>
    /// The places its endpoints come from, in order, where a list of <see cref="Sources"/> says too little: each with a name, a locality and labels of its own, and failover from one to the next. Replaces
    /// <see cref="Sources"/>. Read when the service is first called. Default: none.
    /// </summary>
    public IList<TargetOptions> Targets { get; } = [];

    /// <summary>
    /// How <see cref="Targets"/> make up the endpoints. <c>Ordered</c>: the first that has an endpoint serves alone, the next takes over when it has none, and an earlier one is returned to when it has had
    /// some for <see cref="FailbackOptions.HoldDown"/>. <c>Merged</c>: all are one set, and health decides. Default <c>Ordered</c>.
    /// </summary>
    public TargetComposition? Composition { get; set; }

    /// <summary>
    /// The labels that make an endpoint near, most significant first: <c>key</c> compares with the caller's own value, <c>key=value</c>
    /// with the stated one. Default: <c>topology.kubernetes.io/region</c>, <c>topology.kubernetes.io/zone</c>.
    /// </summary>
    public IList<string> FailoverPriority { get; } = [];

    /// <summary>When the region of the key is lost, its callers prefer the region of the value to all others. Default: none, all other regions are alike.</summary>
    public IDictionary<string, string> RegionFailover { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The scopes of a ztunnel-like ranking, most significant first (<c>Region</c>, <c>Zone</c>, <c>SubZone</c>, <c>Node</c>, <c>Cluster</c>, <c>Network</c>).
    /// When set it replaces <see cref="FailoverPriority"/> and <see cref="RegionFailover"/>. Default: none.
    /// </summary>
    public IList<string> RoutingScopes { get; } = [];

    /// <summary>Whether an endpoint that does not share all of <see cref="RoutingScopes"/> is not used at all. Default false: it ranks behind.</summary>
    public bool? RoutingStrict { get; set; }

    /// <summary>How much more than its share a tier can carry, as a factor of 1 to 100. Default 1.4: full until fewer than 71.4 % of it are healthy.</summary>
    public double? OverprovisioningFactor { get; set; }

    /// <summary>
    /// The share (0..1) of a tier below which it uses all its endpoints, healthy or not, when all tiers together cannot take the
    /// traffic. 0 switches panic off. Default 0.5.
    /// </summary>
    public double? PanicThreshold { get; set; }

    /// <summary>The name of the picker that chooses within a tier; see <see cref="PickerNames"/>. Case matters. Default <c>PowerOfTwoChoices</c>.</summary>
    public string? Balancing { get; set; }

    /// <summary>How calls that belong together go to the same endpoint. Default: as <see cref="AffinityOptions"/> says.</summary>
    public AffinityOptions Affinity { get; } = new();

    /// <summary>How latency is remembered. Default: as <see cref="LatencyOptions"/> says.</summary>
    public LatencyOptions Latency { get; } = new();

    /// <summary>When an endpoint is ejected, for how long, and how many may be. Default: as <see cref="OutlierDetectionOptions"/> says.</summary>
    public OutlierDetectionOptions OutlierDetection { get; } = new();

    /// <summary>When a whole zone, or a whole region, is left because calls fail across its endpoints. Default: as <see cref="LocalityBreakerOptions"/> says.</summary>
    public LocalityBreakerOptions LocalityBreaker { get; } = new();

    /// <summary>When a zone is given less traffic because its calls fail somewhat more often than those elsewhere. Default: as <see cref="LocalityComparisonOptions"/> says for each value.</summary>
    public LocalityComparisonOptions LocalityComparison { get; } = new();

    /// <summary>When a zone that has more to do than it can gives a part of its traffic to others. Default: as <see cref="SpillOptions"/> says for each value.</summary>
    public SpillOptions Spill { get; } = new();

    /// <summary>How traffic returns to a tier that had lost capacity: late, slowly, and not at the same time from every process. Default: as <see cref="FailbackOptions"/> says.</summary>
    public FailbackOptions Failback { get; } = new();

    /// <summary>How an endpoint that is new, or was released, comes to its full share. Default: as <see cref="SlowStartOptions"/> says.</summary>
    public SlowStartOptions SlowStart { get; } = new();

    /// <summary>Which places are evacuated or drained, or pinned to. Default: none.</summary>
    public IList<EvacuationOptions> Evacuations { get; } = [];

    /// <summary>Which endpoints are probed, and how. Default: as <see cref="ProbeOptions"/> says.</summary>
    public ProbeOptions Probe { get; } = new();

    /// <summary>When this process itself is sick and what it sees of others is no evidence. Default: as <see cref="LocalFaultOptions"/> says.</summary>
    public LocalFaultOptions LocalFault { get; } = new();

    /// <summary>How many attempts a call has and how they are spaced. Default: as <see cref="AttemptOptions"/> says.</summary>
    public AttemptOptions Attempts { get; } = new();

    /// <summary>When a call that hears nothing gets a second attempt elsewhere. Default: as <see cref="HedgingOptions"/> says.</summary>
    public HedgingOptions Hedging { get; } = new();

    /// <summary>How many calls are also made to a place that takes no traffic, to prove that it would. Default: as <see cref="ShadowOptions"/> says.</summary>
    public ShadowOptions Shadow { get; } = new();

    /// <summary>What bounds the extra attempts of all calls together. Default: as <see cref="RetryBudgetOptions"/> says.</summary>
    public RetryBudgetOptions RetryBudget { get; } = new();

    /// <summary>How long each step may take. Default: as <see cref="TimeoutOptions"/> says.</summary>
    public TimeoutOptions Timeouts { get; } = new();

    /// <summary>When a registry's answer is doubted. Default: as <see cref="RegistryGuardOptions"/> says.</summary>
    public RegistryGuardOptions RegistryGuard { get; } = new();

    /// <summary>
    /// The endpoints that may be used at all, as a label selector such as <c>region in (eu-west, eu-central)</c> (<see cref="EndpointSelector"/>): a hard limit on calls, retries, hedges, probes and
    /// connections. It says what is allowed: one whose region is not known is refused. Default: none, all are allowed.
    /// </summary>
    public string? Residency { get; set; }

    /// <summary>
    /// The response header in which an instance says its name, as the registry has it: when it says another, its address has been given to somebody else, and the endpoint is removed until it is listed
    /// anew. Default: none, nothing is checked but what TLS does.
    /// </summary>
    public string? IdentityHeader { get; set; }

    /// <summary>Where calls go that change something. Default: where all go.</summary>
    public WritesOptions Writes { get; } = new();

    /// <summary>Parts of the endpoints that get a share of the calls: canaries, blue and green. Default: none, all endpoints are alike.</summary>
    public IList<SubsetOptions> Subsets { get; } = [];

    /// <summary>
    /// The networks an endpoint's address must lie in, such as <c>10.0.0.0/8</c>. With a list set, an endpoint outside it is refused, and
    /// so is a host name, because where it leads cannot be known. Default: empty, all are allowed.
    /// </summary>
    public IList<string> AllowedNetworks { get; } = [];
}
