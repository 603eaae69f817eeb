namespace ClientFailover;

/// <summary>The part of <see cref="PolicyFactory"/> that is about leaving places and coming back to them.</summary>
internal static class ReturnPolicyFactory
{
    public static LocalityBreakerPolicy LocalityBreaker(LocalityBreakerOptions own, LocalityBreakerOptions defaults)
    {
        var shipped = LocalityBreakerPolicy.Default;
        return new LocalityBreakerPolicy
        {
            Enabled = own.Enabled ?? defaults.Enabled ?? shipped.Enabled,
            FailureShare = own.FailureShare ?? defaults.FailureShare ?? shipped.FailureShare,
            MinimumCalls = own.MinimumCalls ?? defaults.MinimumCalls ?? shipped.MinimumCalls,
            MinimumEndpoints = own.MinimumEndpoints ?? defaults.MinimumEndpoints ?? shipped.MinimumEndpoints,
            Window = own.Window ?? defaults.Window ?? shipped.Window,
            BaseOpenTime = own.BaseOpenTime ?? defaults.BaseOpenTime ?? shipped.BaseOpenTime,
            MaxOpenTime = own.MaxOpenTime ?? defaults.MaxOpenTime ?? shipped.MaxOpenTime,
            OpenTimeJitter = own.OpenTimeJitter ?? defaults.OpenTimeJitter ?? shipped.OpenTimeJitter,
            HalfOpenProbes = own.HalfOpenProbes ?? defaults.HalfOpenProbes ?? shipped.HalfOpenProbes,
        };
    }

    public static LocalityComparisonPolicy LocalityComparison(LocalityComparisonOptions own, LocalityComparisonOptions defaults)
    {
        var shipped = LocalityComparisonPolicy.Default;
        return new LocalityComparisonPolicy
        {
            Enabled = own.Enabled ?? defaults.Enabled ?? shipped.Enabled,
            FailureShare = own.FailureShare ?? defaults.FailureShare ?? shipped.FailureShare,
            Window = own.Window ?? defaults.Window ?? shipped.Window,
            MinimumCalls = own.MinimumCalls ?? defaults.MinimumCalls ?? shipped.MinimumCalls,
            MinimumDifference = own.MinimumDifference ?? defaults.MinimumDifference ?? shipped.MinimumDifference,
            Significance = own.Significance ?? defaults.Significance ?? shipped.Significance,
            ExploratoryShare = own.ExploratoryShare ?? defaults.ExploratoryShare ?? shipped.ExploratoryShare,
            ReducedShare = own.ReducedShare ?? defaults.ReducedShare ?? shipped.ReducedShare,
            ExplorationTime = own.ExplorationTime ?? defaults.ExplorationTime ?? shipped.ExplorationTime,
            TrustTime = own.TrustTime ?? defaults.TrustTime ?? shipped.TrustTime,
        };
    }

    public static SpillPolicy Spill(SpillOptions own, SpillOptions defaults)
    {
        var shipped = SpillPolicy.Default;
        return new SpillPolicy
        {
            Enabled = own.Enabled ?? defaults.Enabled ?? shipped.Enabled,
            LatencyFactor = own.LatencyFactor ?? defaults.LatencyFactor ?? shipped.LatencyFactor,
            MinimumEffect = own.MinimumEffect ?? defaults.MinimumEffect ?? shipped.MinimumEffect,
            Utilization = own.Utilization ?? defaults.Utilization ?? shipped.Utilization,
            UtilizationMetrics = [.. own.UtilizationMetrics.Count > 0 ? own.UtilizationMetrics : defaults.UtilizationMetrics],
            CapacityLabel = own.CapacityLabel ?? defaults.CapacityLabel ?? shipped.CapacityLabel,
            MinimumCalls = own.MinimumCalls ?? defaults.MinimumCalls ?? shipped.MinimumCalls,
            Memory = own.Memory ?? defaults.Memory ?? shipped.Memory,
            Step = own.Step ?? defaults.Step ?? shipped.Step,
            MinimumShare = own.MinimumShare ?? defaults.MinimumShare ?? shipped.MinimumShare,
            TrustTime = own.TrustTime ?? defaults.TrustTime ?? shipped.TrustTime,
        };
    }

    public static FailbackPolicy Failback(FailbackOptions own, FailbackOptions defaults)
    {
        var shipped = FailbackPolicy.Default;
        return new FailbackPolicy
        {
            HoldDown = own.HoldDown ?? defaults.HoldDown ?? shipped.HoldDown,
            RampTime = own.RampTime ?? defaults.RampTime ?? shipped.RampTime,
            InitialShare = own.InitialShare ?? defaults.InitialShare ?? shipped.InitialShare,
            Jitter = own.Jitter ?? defaults.Jitter ?? shipped.Jitter,
            MaxFailureShare = own.MaxFailureShare ?? defaults.MaxFailureShare ?? shipped.MaxFailureShare,
        };
    }

    public static SlowStartPolicy SlowStart(SlowStartOptions own, SlowStartOptions defaults)
    {
        var shipped = SlowStartPolicy.Default;
        return new SlowStartPolicy
        {
            Window = own.Window ?? defaults.Window ?? shipped.Window,
            MinimumShare = own.MinimumShare ?? defaults.MinimumShare ?? shipped.MinimumShare,
            Aggression = own.Aggression ?? defaults.Aggression ?? shipped.Aggression,
        };
    }

    public static LocalFaultPolicy LocalFault(LocalFaultOptions own, LocalFaultOptions defaults)
    {
        var shipped = LocalFaultPolicy.Default;
        return new LocalFaultPolicy
        {
            MaxDelay = own.MaxDelay ?? defaults.MaxDelay ?? shipped.MaxDelay,
            RecoveryTime = own.RecoveryTime ?? defaults.RecoveryTime ?? shipped.RecoveryTime,
        };
    }

    public static ProbePolicy Probe(ProbeOptions own, ProbeOptions defaults)
    {
        var shipped = ProbePolicy.Default;
        return new ProbePolicy
        {
            Mode = own.Mode ?? defaults.Mode ?? shipped.Mode,
            Kind = own.Kind ?? defaults.Kind ?? shipped.Kind,
            Interval = own.Interval ?? defaults.Interval ?? shipped.Interval,
            UnhealthyInterval = own.UnhealthyInterval ?? defaults.UnhealthyInterval ?? shipped.UnhealthyInterval,
            Timeout = own.Timeout ?? defaults.Timeout ?? shipped.Timeout,
            Jitter = own.Jitter ?? defaults.Jitter ?? shipped.Jitter,
            HealthyThreshold = own.HealthyThreshold ?? defaults.HealthyThreshold ?? shipped.HealthyThreshold,
            UnhealthyThreshold = own.UnhealthyThreshold ?? defaults.UnhealthyThreshold ?? shipped.UnhealthyThreshold,
            Path = own.Path ?? defaults.Path ?? shipped.Path,
            Method = own.Method ?? defaults.Method ?? shipped.Method,
            Host = own.Host ?? defaults.Host ?? shipped.Host,
            ExpectedStatuses = PolicyFactory.Layered(own.ExpectedStatuses, defaults.ExpectedStatuses) is { Count: > 0 } statuses
                ? [.. statuses.Select(text => StatusRange.TryParse(text, out var range) ? range : throw new FormatException($"'{text}' is no range of statuses."))]
                : shipped.ExpectedStatuses,
            GrpcService = own.GrpcService ?? defaults.GrpcService ?? shipped.GrpcService,
        };
    }

    public static PlannedEvacuation Evacuation(EvacuationOptions own) =>
        new(EvacuationTarget.Parse(own.Target!), own.Action ?? EvacuationAction.Evacuate, own.Reason!, own.Until!.Value);
}
