using System.Collections.Immutable;
using System.Net;

namespace ClientFailover;

/// <summary>Every rule by which a service's endpoints are ranked, judged, picked and retried. Immutable; <see cref="Default"/> holds the shipped defaults.</summary>
/// <remarks>
/// The mutable edge is the options classes of the <c>ClientFailover</c> package, which are validated once and then copied into one of these.
/// A reload replaces the policy and keeps what is known of the endpoints.
/// </remarks>
public sealed record FailoverPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly FailoverPolicy Default = new();

    /// <summary>The labels that make an endpoint near, most significant first (Istio's <c>failoverPriority</c>). Default: region, then zone.</summary>
    public ImmutableArray<FailoverPriorityLabel> FailoverPriority { get; init; } = [FailoverPriorityLabel.Region, FailoverPriorityLabel.Zone];

    /// <summary>Which region follows which when a whole region is lost (Istio's <c>failover</c>). Default: none, all other regions are alike.</summary>
    public ImmutableArray<RegionFailoverRule> RegionFailover { get; init; } = [];

    /// <summary>
    /// When not empty, endpoints rank by how many of these scopes they share with the caller (ztunnel's routing preference), instead of by
    /// <see cref="FailoverPriority"/> and <see cref="RegionFailover"/>. Default: empty.
    /// </summary>
    public ImmutableArray<RoutingScope> RoutingScopes { get; init; } = [];

    /// <summary>Whether an endpoint that does not share all of <see cref="RoutingScopes"/> is not used at all. Default: false, it ranks behind.</summary>
    public bool RoutingStrict { get; init; }

    /// <summary>
    /// How much more than its share a tier can carry, as a factor of 1 or more: with 1.4 a tier counts as full until fewer than 1/1.4 = 71.4 %
    /// of it are healthy, and only then does traffic spill to the next. Default 1.4 (Envoy).
    /// </summary>
    public double OverprovisioningFactor { get; init; } = 1.4;

    /// <summary>
    /// When fewer than this share (0..1) of a tier is available and all tiers together cannot take the traffic, the tier uses all its
    /// endpoints, healthy or not. 0 switches panic off. Default 0.5 (Envoy).
    /// </summary>
    public double PanicThreshold { get; init; } = 0.5;

    /// <summary>The name of the picker that chooses within a tier. Default <see cref="PickerNames.PowerOfTwoChoices"/>.</summary>
    public string Balancing { get; init; } = PickerNames.PowerOfTwoChoices;

    /// <summary>How calls that belong together go to the same endpoint.</summary>
    public AffinityPolicy Affinity { get; init; } = AffinityPolicy.Default;

    /// <summary>How latency is remembered.</summary>
    public LatencyPolicy Latency { get; init; } = LatencyPolicy.Default;

    /// <summary>When an endpoint is ejected, for how long, and how many may be.</summary>
    public OutlierDetectionPolicy OutlierDetection { get; init; } = OutlierDetectionPolicy.Default;

    /// <summary>When a whole zone or region is left.</summary>
    public LocalityBreakerPolicy LocalityBreaker { get; init; } = LocalityBreakerPolicy.Default;

    /// <summary>When a zone is given less traffic because its calls fail somewhat more often than those elsewhere.</summary>
    public LocalityComparisonPolicy LocalityComparison { get; init; } = LocalityComparisonPolicy.Default;

    /// <summary>When a zone that has more to do than it can gives a part of its traffic to others.</summary>
    public SpillPolicy Spill { get; init; } = SpillPolicy.Default;

    /// <summary>How traffic returns to a tier that had lost capacity.</summary>
    public FailbackPolicy Failback { get; init; } = FailbackPolicy.Default;

    /// <summary>How an endpoint that is new or was released comes to its full share.</summary>
    public SlowStartPolicy SlowStart { get; init; } = SlowStartPolicy.Default;

    /// <summary>Which endpoints are probed, and how.</summary>
    public ProbePolicy Probe { get; init; } = ProbePolicy.Default;

    /// <summary>Which places are evacuated or drained, or pinned to, by policy. Default: none.</summary>
    public ImmutableArray<PlannedEvacuation> Evacuations { get; init; } = [];

    /// <summary>When this process itself is sick.</summary>
    public LocalFaultPolicy LocalFault { get; init; } = LocalFaultPolicy.Default;

    /// <summary>How many attempts a call has and how they are spaced.</summary>
    public AttemptPolicy Attempts { get; init; } = AttemptPolicy.Default;

    /// <summary>When a call that hears nothing gets a second attempt elsewhere.</summary>
    public HedgingPolicy Hedging { get; init; } = HedgingPolicy.Default;

    /// <summary>How many calls are also made to a place that takes no traffic.</summary>
    public ShadowPolicy Shadow { get; init; } = ShadowPolicy.Default;

    /// <summary>What bounds the extra attempts of all calls together.</summary>
    public RetryBudgetPolicy RetryBudget { get; init; } = RetryBudgetPolicy.Default;

    /// <summary>How long each step may take.</summary>
    public TimeoutPolicy Timeouts { get; init; } = TimeoutPolicy.Default;

    /// <summary>When a registry's answer is doubted.</summary>
    public RegistryGuardPolicy RegistryGuard { get; init; } = RegistryGuardPolicy.Default;

    /// <summary>How the targets of a service that names several make up its endpoints. Default <see cref="TargetComposition.Ordered"/>.</summary>
    public TargetComposition Composition { get; init; } = TargetComposition.Ordered;

    /// <summary>
    /// The endpoints that may be used at all, such as <c>region in (eu-west, eu-central)</c>: a hard limit on calls, retries, hedges, probes and connections. One that does not say it is within is
    /// refused. Default: <see cref="EndpointSelector.Everything"/>.
    /// </summary>
    public EndpointSelector Residency { get; init; } = EndpointSelector.Everything;

    /// <summary>
    /// The response header in which an instance says its name: when it says another than <see cref="Endpoint.Instance"/>, its address has been given to somebody else and the endpoint is removed. An answer
    /// without it, or an endpoint without a name, is not judged. Default: empty, nothing is checked but what TLS does.
    /// </summary>
    public string IdentityHeader { get; init; } = "";

    /// <summary>Where calls go that change something.</summary>
    public WritesPolicy Writes { get; init; } = WritesPolicy.Default;

    /// <summary>
    /// Parts of the endpoints that get a share of the calls, by their labels; the calls that are left go to the endpoints of no part. A part without a healthy endpoint gets none. Default: none, all
    /// endpoints are alike.
    /// </summary>
    public ImmutableArray<SubsetRule> Subsets { get; init; } = [];

    /// <summary>
    /// The networks an endpoint's address must lie in; empty (the default) allows all. With a list set, an endpoint outside it is refused,
    /// and so is a host name, because where it leads cannot be known.
    /// </summary>
    public ImmutableArray<IPNetwork> AllowedNetworks { get; init; } = [];
}
