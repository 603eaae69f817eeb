namespace ClientFailover;

/// <summary>Checks the options of outlier detection.</summary>
internal sealed class OutlierOptionsValidator(OptionsProblems problems)
{
    /// <param name="path">The path of <paramref name="own"/>.</param>
    /// <param name="own">What is checked.</param>
    /// <param name="defaults">What fills the gaps; checked by itself already.</param>
    public void Check(string path, OutlierDetectionOptions own, OutlierDetectionOptions defaults)
    {
        problems.Count($"{path}:{nameof(own.ConsecutiveFailures)}", own.ConsecutiveFailures, 0);
        problems.Count($"{path}:{nameof(own.SustainedFailures)}", own.SustainedFailures, 0);
        problems.Duration($"{path}:{nameof(own.SustainedTime)}", own.SustainedTime);
        problems.Count($"{path}:{nameof(own.ConsecutiveConnectFailures)}", own.ConsecutiveConnectFailures, 0);
        problems.Count($"{path}:{nameof(own.ConsecutiveSilences)}", own.ConsecutiveSilences, 0);
        problems.Count($"{path}:{nameof(own.ConsecutiveTlsFailures)}", own.ConsecutiveTlsFailures, 0);
        problems.Count($"{path}:{nameof(own.ConsecutiveGatewayFailures)}", own.ConsecutiveGatewayFailures, 0);
        problems.Count($"{path}:{nameof(own.ConsecutiveLocalOriginFailures)}", own.ConsecutiveLocalOriginFailures, 0);
        SuccessRate($"{path}:{nameof(own.SuccessRate)}", own.SuccessRate);
        FailurePercentage($"{path}:{nameof(own.FailurePercentage)}", own.FailurePercentage);
        Latency($"{path}:{nameof(own.Latency)}", own.Latency);
        PeerRate($"{path}:{nameof(own.PeerRate)}", own.PeerRate);
        Enforcement($"{path}:{nameof(own.Enforcement)}", own.Enforcement);
        problems.PositiveDuration($"{path}:{nameof(own.Interval)}", own.Interval);
        problems.PositiveDuration($"{path}:{nameof(own.BaseEjectionTime)}", own.BaseEjectionTime);
        problems.PositiveDuration($"{path}:{nameof(own.MaxEjectionTime)}", own.MaxEjectionTime);
        problems.Ratio($"{path}:{nameof(own.EjectionTimeJitter)}", own.EjectionTimeJitter);
        problems.Ratio($"{path}:{nameof(own.MaxEjection)}", own.MaxEjection);
        problems.Count($"{path}:{nameof(own.SmallTier)}", own.SmallTier, 0);
        if (own.SmallTierWeight is { } weight && !(weight > 0 && weight < 1))
        {
            problems.Add($"{path}:{nameof(own.SmallTierWeight)}", weight, "is out of range; write a number of more than 0 and less than 1, such as 0.01");
        }

        var whole = OutlierPolicyFactory.Create(own, defaults);
        problems.NotBelow(path, nameof(own.MaxEjectionTime), own.MaxEjectionTime, whole.MaxEjectionTime, nameof(own.BaseEjectionTime), own.BaseEjectionTime, whole.BaseEjectionTime);
    }

    private void SuccessRate(string path, SuccessRateOptions own)
    {
        problems.Number($"{path}:{nameof(own.StandardDeviations)}", own.StandardDeviations, 0, 100);
        problems.Ratio($"{path}:{nameof(own.MinimumDifference)}", own.MinimumDifference);
        problems.Count($"{path}:{nameof(own.MinimumEndpoints)}", own.MinimumEndpoints, 0);
        problems.Count($"{path}:{nameof(own.RequestVolume)}", own.RequestVolume, 0);
    }

    private void FailurePercentage(string path, FailurePercentageOptions own)
    {
        problems.Ratio($"{path}:{nameof(own.Threshold)}", own.Threshold);
        problems.Count($"{path}:{nameof(own.MinimumEndpoints)}", own.MinimumEndpoints, 0);
        problems.Count($"{path}:{nameof(own.RequestVolume)}", own.RequestVolume, 0);
    }

    private void Latency(string path, LatencyRuleOptions own)
    {
        problems.Number($"{path}:{nameof(own.Factor)}", own.Factor, 1, 1000);
        problems.Duration($"{path}:{nameof(own.MinimumEffect)}", own.MinimumEffect);
        problems.Count($"{path}:{nameof(own.MinimumEndpoints)}", own.MinimumEndpoints, 2);
        problems.Count($"{path}:{nameof(own.RequestVolume)}", own.RequestVolume, 1);
    }

    private void PeerRate(string path, PeerRateOptions own)
    {
        problems.Ratio($"{path}:{nameof(own.MinimumDifference)}", own.MinimumDifference);
        problems.Number($"{path}:{nameof(own.Significance)}", own.Significance, 0, 100);
        problems.Count($"{path}:{nameof(own.RequestVolume)}", own.RequestVolume, 1);
    }

    private void Enforcement(string path, EnforcementOptions own)
    {
        problems.Ratio($"{path}:{nameof(own.ConsecutiveFailures)}", own.ConsecutiveFailures);
        problems.Ratio($"{path}:{nameof(own.ConsecutiveConnectFailures)}", own.ConsecutiveConnectFailures);
        problems.Ratio($"{path}:{nameof(own.ConsecutiveSilences)}", own.ConsecutiveSilences);
        problems.Ratio($"{path}:{nameof(own.ConsecutiveTlsFailures)}", own.ConsecutiveTlsFailures);
        problems.Ratio($"{path}:{nameof(own.ConsecutiveGatewayFailures)}", own.ConsecutiveGatewayFailures);
        problems.Ratio($"{path}:{nameof(own.ConsecutiveLocalOriginFailures)}", own.ConsecutiveLocalOriginFailures);
        problems.Ratio($"{path}:{nameof(own.SuccessRate)}", own.SuccessRate);
        problems.Ratio($"{path}:{nameof(own.FailurePercentage)}", own.FailurePercentage);
        problems.Ratio($"{path}:{nameof(own.Latency)}", own.Latency);
        problems.Ratio($"{path}:{nameof(own.PeerRate)}", own.PeerRate);
    }
}
