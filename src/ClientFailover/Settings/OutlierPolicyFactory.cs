namespace ClientFailover;

/// <summary>The part of <see cref="PolicyFactory"/> that is about outliers: a service's own value, else that of the defaults of all services, else the shipped one.</summary>
internal static class OutlierPolicyFactory
{
    public static OutlierDetectionPolicy Create(OutlierDetectionOptions own, OutlierDetectionOptions defaults)
    {
        var shipped = OutlierDetectionPolicy.Default;
        return new OutlierDetectionPolicy
        {
            ConsecutiveFailures = own.ConsecutiveFailures ?? defaults.ConsecutiveFailures ?? shipped.ConsecutiveFailures,
            SustainedFailures = own.SustainedFailures ?? defaults.SustainedFailures ?? shipped.SustainedFailures,
            SustainedTime = own.SustainedTime ?? defaults.SustainedTime ?? shipped.SustainedTime,
            ConsecutiveConnectFailures = own.ConsecutiveConnectFailures ?? defaults.ConsecutiveConnectFailures ?? shipped.ConsecutiveConnectFailures,
            ConsecutiveSilences = own.ConsecutiveSilences ?? defaults.ConsecutiveSilences ?? shipped.ConsecutiveSilences,
            ConsecutiveTlsFailures = own.ConsecutiveTlsFailures ?? defaults.ConsecutiveTlsFailures ?? shipped.ConsecutiveTlsFailures,
            ConsecutiveGatewayFailures = own.ConsecutiveGatewayFailures ?? defaults.ConsecutiveGatewayFailures ?? shipped.ConsecutiveGatewayFailures,
            ConsecutiveLocalOriginFailures = own.ConsecutiveLocalOriginFailures ?? defaults.ConsecutiveLocalOriginFailures ?? shipped.ConsecutiveLocalOriginFailures,
            ScopeByRoute = own.ScopeByRoute ?? defaults.ScopeByRoute ?? shipped.ScopeByRoute,
            SplitLocalOrigin = own.SplitLocalOrigin ?? defaults.SplitLocalOrigin ?? shipped.SplitLocalOrigin,
            SuccessRate = SuccessRate(own.SuccessRate, defaults.SuccessRate),
            FailurePercentage = FailurePercentage(own.FailurePercentage, defaults.FailurePercentage),
            Latency = Latency(own.Latency, defaults.Latency),
            PeerRate = PeerRate(own.PeerRate, defaults.PeerRate),
            VersionLabel = own.VersionLabel ?? defaults.VersionLabel ?? shipped.VersionLabel,
            Enforcement = Enforcement(own.Enforcement, defaults.Enforcement),
            Interval = own.Interval ?? defaults.Interval ?? shipped.Interval,
            BaseEjectionTime = own.BaseEjectionTime ?? defaults.BaseEjectionTime ?? shipped.BaseEjectionTime,
            MaxEjectionTime = own.MaxEjectionTime ?? defaults.MaxEjectionTime ?? shipped.MaxEjectionTime,
            EjectionGrowth = own.EjectionGrowth ?? defaults.EjectionGrowth ?? shipped.EjectionGrowth,
            EjectionTimeJitter = own.EjectionTimeJitter ?? defaults.EjectionTimeJitter ?? shipped.EjectionTimeJitter,
            MaxEjection = own.MaxEjection ?? defaults.MaxEjection ?? shipped.MaxEjection,
            SmallTier = own.SmallTier ?? defaults.SmallTier ?? shipped.SmallTier,
            SmallTierWeight = own.SmallTierWeight ?? defaults.SmallTierWeight ?? shipped.SmallTierWeight,
        };
    }

    private static SuccessRatePolicy SuccessRate(SuccessRateOptions own, SuccessRateOptions defaults)
    {
        var shipped = SuccessRatePolicy.Default;
        return new SuccessRatePolicy
        {
            Enabled = own.Enabled ?? defaults.Enabled ?? shipped.Enabled,
            StandardDeviations = own.StandardDeviations ?? defaults.StandardDeviations ?? shipped.StandardDeviations,
            MinimumDifference = own.MinimumDifference ?? defaults.MinimumDifference ?? shipped.MinimumDifference,
            MinimumEndpoints = own.MinimumEndpoints ?? defaults.MinimumEndpoints ?? shipped.MinimumEndpoints,
            RequestVolume = own.RequestVolume ?? defaults.RequestVolume ?? shipped.RequestVolume,
        };
    }

    private static FailurePercentagePolicy FailurePercentage(FailurePercentageOptions own, FailurePercentageOptions defaults)
    {
        var shipped = FailurePercentagePolicy.Default;
        return new FailurePercentagePolicy
        {
            Enabled = own.Enabled ?? defaults.Enabled ?? shipped.Enabled,
            Threshold = own.Threshold ?? defaults.Threshold ?? shipped.Threshold,
            IncludesThreshold = own.IncludesThreshold ?? defaults.IncludesThreshold ?? shipped.IncludesThreshold,
            MinimumEndpoints = own.MinimumEndpoints ?? defaults.MinimumEndpoints ?? shipped.MinimumEndpoints,
            RequestVolume = own.RequestVolume ?? defaults.RequestVolume ?? shipped.RequestVolume,
        };
    }

    private static LatencyRulePolicy Latency(LatencyRuleOptions own, LatencyRuleOptions defaults)
    {
        var shipped = LatencyRulePolicy.Default;
        return new LatencyRulePolicy
        {
            Enabled = own.Enabled ?? defaults.Enabled ?? shipped.Enabled,
            Factor = own.Factor ?? defaults.Factor ?? shipped.Factor,
            MinimumEffect = own.MinimumEffect ?? defaults.MinimumEffect ?? shipped.MinimumEffect,
            MinimumEndpoints = own.MinimumEndpoints ?? defaults.MinimumEndpoints ?? shipped.MinimumEndpoints,
            RequestVolume = own.RequestVolume ?? defaults.RequestVolume ?? shipped.RequestVolume,
        };
    }

    private static PeerRatePolicy PeerRate(PeerRateOptions own, PeerRateOptions defaults)
    {
        var shipped = PeerRatePolicy.Default;
        return new PeerRatePolicy
        {
            Enabled = own.Enabled ?? defaults.Enabled ?? shipped.Enabled,
            MinimumDifference = own.MinimumDifference ?? defaults.MinimumDifference ?? shipped.MinimumDifference,
            Significance = own.Significance ?? defaults.Significance ?? shipped.Significance,
            RequestVolume = own.RequestVolume ?? defaults.RequestVolume ?? shipped.RequestVolume,
        };
    }

    private static EnforcementPolicy Enforcement(EnforcementOptions own, EnforcementOptions defaults)
    {
        var shipped = EnforcementPolicy.Default;
        return new EnforcementPolicy
        {
            ConsecutiveFailures = own.ConsecutiveFailures ?? defaults.ConsecutiveFailures ?? shipped.ConsecutiveFailures,
            ConsecutiveConnectFailures = own.ConsecutiveConnectFailures ?? defaults.ConsecutiveConnectFailures ?? shipped.ConsecutiveConnectFailures,
            ConsecutiveSilences = own.ConsecutiveSilences ?? defaults.ConsecutiveSilences ?? shipped.ConsecutiveSilences,
            ConsecutiveTlsFailures = own.ConsecutiveTlsFailures ?? defaults.ConsecutiveTlsFailures ?? shipped.ConsecutiveTlsFailures,
            ConsecutiveGatewayFailures = own.ConsecutiveGatewayFailures ?? defaults.ConsecutiveGatewayFailures ?? shipped.ConsecutiveGatewayFailures,
            ConsecutiveLocalOriginFailures = own.ConsecutiveLocalOriginFailures ?? defaults.ConsecutiveLocalOriginFailures ?? shipped.ConsecutiveLocalOriginFailures,
            SuccessRate = own.SuccessRate ?? defaults.SuccessRate ?? shipped.SuccessRate,
            FailurePercentage = own.FailurePercentage ?? defaults.FailurePercentage ?? shipped.FailurePercentage,
            Latency = own.Latency ?? defaults.Latency ?? shipped.Latency,
            PeerRate = own.PeerRate ?? defaults.PeerRate ?? shipped.PeerRate,
        };
    }
}
