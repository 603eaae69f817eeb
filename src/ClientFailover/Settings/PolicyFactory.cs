using System.Collections.Immutable;
using System.Net;

namespace ClientFailover;

/// <summary>Copies options into an immutable policy: a service's own value, else that of the defaults of all services, else the shipped one.</summary>
/// <remarks>
/// The parts that are made of numbers never throw, so that the validator can compare the values as they will be;
/// <see cref="Create"/> takes valid options only.
/// </remarks>
internal static class PolicyFactory
{
    public static FailoverPolicy Create(ServiceOptions own, ServiceOptions defaults)
    {
        var shipped = FailoverPolicy.Default;
        return new FailoverPolicy
        {
            FailoverPriority = Layered(own.FailoverPriority, defaults.FailoverPriority) is { Count: > 0 } labels
                ? [.. labels.Select(FailoverPriorityLabel.Parse)]
                : shipped.FailoverPriority,
            RegionFailover = RegionFailover(own, defaults),
            RoutingScopes = [.. Layered(own.RoutingScopes, defaults.RoutingScopes).Select(scope => Enum.Parse<RoutingScope>(scope, ignoreCase: true))],
            RoutingStrict = own.RoutingStrict ?? defaults.RoutingStrict ?? shipped.RoutingStrict,
            OverprovisioningFactor = own.OverprovisioningFactor ?? defaults.OverprovisioningFactor ?? shipped.OverprovisioningFactor,
            PanicThreshold = own.PanicThreshold ?? defaults.PanicThreshold ?? shipped.PanicThreshold,
            Balancing = own.Balancing ?? defaults.Balancing ?? shipped.Balancing,
            Affinity = Affinity(own.Affinity, defaults.Affinity),
            Latency = Latency(own, defaults),
            OutlierDetection = OutlierPolicyFactory.Create(own.OutlierDetection, defaults.OutlierDetection),
            LocalityBreaker = ReturnPolicyFactory.LocalityBreaker(own.LocalityBreaker, defaults.LocalityBreaker),
            Spill = ReturnPolicyFactory.Spill(own.Spill, defaults.Spill),
            LocalityComparison = ReturnPolicyFactory.LocalityComparison(own.LocalityComparison, defaults.LocalityComparison),
            Failback = ReturnPolicyFactory.Failback(own.Failback, defaults.Failback),
            SlowStart = ReturnPolicyFactory.SlowStart(own.SlowStart, defaults.SlowStart),
            Probe = ReturnPolicyFactory.Probe(own.Probe, defaults.Probe),
            Evacuations = [.. Layered(own.Evacuations, defaults.Evacuations).Select(ReturnPolicyFactory.Evacuation)],
            LocalFault = ReturnPolicyFactory.LocalFault(own.LocalFault, defaults.LocalFault),
            Attempts = Attempts(own.Attempts, defaults.Attempts),
            Hedging = Hedging(own.Hedging, defaults.Hedging),
            Shadow = Shadow(own.Shadow, defaults.Shadow),
            RetryBudget = RetryBudget(own.RetryBudget, defaults.RetryBudget),
            Timeouts = Timeouts(own.Timeouts, defaults.Timeouts),
            RegistryGuard = RegistryGuard(own.RegistryGuard, defaults.RegistryGuard),
            IdentityHeader = own.IdentityHeader ?? defaults.IdentityHeader ?? shipped.IdentityHeader,
            Composition = own.Composition ?? defaults.Composition ?? shipped.Composition,
            Residency = Selector(own.Residency ?? defaults.Residency),
            Writes = Writes(own.Writes, defaults.Writes),
            Subsets = [.. Layered(own.Subsets, defaults.Subsets).Select(subset => new SubsetRule(Selector(subset.Selector), subset.Share ?? 0))],
            AllowedNetworks = [.. Layered(own.AllowedNetworks, defaults.AllowedNetworks).Select(n => IPNetwork.Parse(n.Trim()))],
        };
    }

    /// <summary>A list is taken whole from where it is set: half of one and half of another would be neither's intent.</summary>
    public static IList<T> Layered<T>(IList<T> own, IList<T> defaults) => own.Count > 0 ? own : defaults;

    public static AttemptPolicy Attempts(AttemptOptions own, AttemptOptions defaults)
    {
        var shipped = AttemptPolicy.Default;
        return new AttemptPolicy
        {
            MaxAttempts = own.MaxAttempts ?? defaults.MaxAttempts ?? shipped.MaxAttempts,
            BackoffBase = own.BackoffBase ?? defaults.BackoffBase ?? shipped.BackoffBase,
            BackoffFactor = own.BackoffFactor ?? defaults.BackoffFactor ?? shipped.BackoffFactor,
            BackoffMax = own.BackoffMax ?? defaults.BackoffMax ?? shipped.BackoffMax,
            MaxBufferedBody = own.MaxBufferedBody ?? defaults.MaxBufferedBody ?? shipped.MaxBufferedBody,
            Routes = [.. Layered(own.Routes, defaults.Routes).Select(route => new RoutePolicy(route.Method?.ToUpperInvariant(), route.Path, route.Repeat ?? Repeatability.Once))],
        };
    }

    public static TimeoutPolicy Timeouts(TimeoutOptions own, TimeoutOptions defaults)
    {
        var shipped = TimeoutPolicy.Default;
        return new TimeoutPolicy
        {
            Connect = own.Connect ?? defaults.Connect ?? shipped.Connect,
            Tls = own.Tls ?? defaults.Tls ?? shipped.Tls,
            Attempt = own.Attempt ?? defaults.Attempt ?? shipped.Attempt,
            Total = own.Total ?? defaults.Total ?? shipped.Total,
            FirstResolution = own.FirstResolution ?? defaults.FirstResolution ?? shipped.FirstResolution,
            Drain = own.Drain ?? defaults.Drain ?? shipped.Drain,
        };
    }

    public static LatencyPolicy Latency(ServiceOptions own, ServiceOptions defaults)
    {
        var shipped = LatencyPolicy.Default;

        // A failure must look worse than the slowest success, so the penalty follows the time-out unless it is set.
        var attempt = Timeouts(own.Timeouts, defaults.Timeouts).Attempt;
        return new LatencyPolicy
        {
            Decay = own.Latency.Decay ?? defaults.Latency.Decay ?? shipped.Decay,
            FailurePenalty = own.Latency.FailurePenalty ?? defaults.Latency.FailurePenalty ??
                (attempt == Timeout.InfiniteTimeSpan ? shipped.FailurePenalty : attempt),
            FailurePause = own.Latency.FailurePause ?? defaults.Latency.FailurePause ?? shipped.FailurePause,
            MaxFailurePause = own.Latency.MaxFailurePause ?? defaults.Latency.MaxFailurePause ?? shipped.MaxFailurePause,
        };
    }

    private static EndpointSelector Selector(string? text) => text is null ? EndpointSelector.Everything : EndpointSelector.Parse(text);

    private static AffinityPolicy Affinity(AffinityOptions own, AffinityOptions defaults)
    {
        var shipped = AffinityPolicy.Default;
        return new AffinityPolicy
        {
            Header = own.Header ?? defaults.Header ?? shipped.Header,
            Cookie = own.Cookie ?? defaults.Cookie ?? shipped.Cookie,
            BoundedLoad = own.BoundedLoad ?? defaults.BoundedLoad ?? shipped.BoundedLoad,
            MinimumBound = own.MinimumBound ?? defaults.MinimumBound ?? shipped.MinimumBound,
        };
    }

    private static ShadowPolicy Shadow(ShadowOptions own, ShadowOptions defaults)
    {
        var shipped = ShadowPolicy.Default;
        return new ShadowPolicy { Share = own.Share ?? defaults.Share ?? shipped.Share, MaxConcurrent = own.MaxConcurrent ?? defaults.MaxConcurrent ?? shipped.MaxConcurrent };
    }

    private static WritesPolicy Writes(WritesOptions own, WritesOptions defaults)
    {
        var shipped = WritesPolicy.Default;
        return new WritesPolicy
        {
            Primary = Selector(own.Primary ?? defaults.Primary),
            OnLoss = own.OnLoss ?? defaults.OnLoss ?? shipped.OnLoss,
            Calls = own.Calls ?? defaults.Calls ?? shipped.Calls,
        };
    }

    private static HedgingPolicy Hedging(HedgingOptions own, HedgingOptions defaults)
    {
        var shipped = HedgingPolicy.Default;
        return new HedgingPolicy
        {
            Mode = own.Mode ?? defaults.Mode ?? shipped.Mode,
            RescueFactor = own.RescueFactor ?? defaults.RescueFactor ?? shipped.RescueFactor,
            MinRescueDelay = own.MinRescueDelay ?? defaults.MinRescueDelay ?? shipped.MinRescueDelay,
            LatencyQuantile = own.LatencyQuantile ?? defaults.LatencyQuantile ?? shipped.LatencyQuantile,
        };
    }

    private static RetryBudgetPolicy RetryBudget(RetryBudgetOptions own, RetryBudgetOptions defaults)
    {
        var shipped = RetryBudgetPolicy.Default;
        return new RetryBudgetPolicy
        {
            Ratio = own.Ratio ?? defaults.Ratio ?? shipped.Ratio,
            MinPerSecond = own.MinPerSecond ?? defaults.MinPerSecond ?? shipped.MinPerSecond,
            Window = own.Window ?? defaults.Window ?? shipped.Window,
            ThrottleTokens = own.ThrottleTokens ?? defaults.ThrottleTokens ?? shipped.ThrottleTokens,
            ThrottleRatio = own.ThrottleRatio ?? defaults.ThrottleRatio ?? shipped.ThrottleRatio,
        };
    }

    private static RegistryGuardPolicy RegistryGuard(RegistryGuardOptions own, RegistryGuardOptions defaults)
    {
        var shipped = RegistryGuardPolicy.Default;
        return new RegistryGuardPolicy
        {
            MinRemaining = own.MinRemaining ?? defaults.MinRemaining ?? shipped.MinRemaining,
            DisputeTime = own.DisputeTime ?? defaults.DisputeTime ?? shipped.DisputeTime,
        };
    }

    private static ImmutableArray<RegionFailoverRule> RegionFailover(ServiceOptions own, ServiceOptions defaults)
    {
        // Sorted, so that equal options give equal policies whatever the order of the source.
        var rules = own.RegionFailover.Count > 0 ? own.RegionFailover : defaults.RegionFailover;
        return [.. rules.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new RegionFailoverRule(r.Key, r.Value))];
    }
}
