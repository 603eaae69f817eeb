namespace ClientFailover;

/// <summary>Checks the options that are about leaving places and coming back to them.</summary>
internal sealed class ReturnOptionsValidator(OptionsProblems problems)
{
    /// <param name="path">The path of <paramref name="own"/>.</param>
    /// <param name="own">What is checked.</param>
    /// <param name="defaults">What fills the gaps; checked by itself already.</param>
    public void Check(string path, ServiceOptions own, ServiceOptions defaults)
    {
        LocalityBreaker($"{path}:{nameof(own.LocalityBreaker)}", own.LocalityBreaker, defaults.LocalityBreaker);
        LocalityComparison($"{path}:{nameof(own.LocalityComparison)}", own.LocalityComparison);
        Spill($"{path}:{nameof(own.Spill)}", own.Spill);
        Failback($"{path}:{nameof(own.Failback)}", own.Failback);
        SlowStart($"{path}:{nameof(own.SlowStart)}", own.SlowStart);
        Probe($"{path}:{nameof(own.Probe)}", own.Probe);
        for (var i = 0; i < own.Evacuations.Count; i++)
        {
            Evacuation($"{path}:{nameof(own.Evacuations)}:{i}", own.Evacuations[i]);
        }

        problems.TimeOut($"{path}:{nameof(own.LocalFault)}:{nameof(LocalFaultOptions.MaxDelay)}", own.LocalFault.MaxDelay);
        problems.Duration($"{path}:{nameof(own.LocalFault)}:{nameof(LocalFaultOptions.RecoveryTime)}", own.LocalFault.RecoveryTime);
    }

    private void LocalityBreaker(string path, LocalityBreakerOptions own, LocalityBreakerOptions defaults)
    {
        problems.Ratio($"{path}:{nameof(own.FailureShare)}", own.FailureShare);
        problems.Count($"{path}:{nameof(own.MinimumCalls)}", own.MinimumCalls, 1);
        problems.Count($"{path}:{nameof(own.MinimumEndpoints)}", own.MinimumEndpoints, 1);
        problems.PositiveDuration($"{path}:{nameof(own.Window)}", own.Window);
        problems.PositiveDuration($"{path}:{nameof(own.BaseOpenTime)}", own.BaseOpenTime);
        problems.PositiveDuration($"{path}:{nameof(own.MaxOpenTime)}", own.MaxOpenTime);
        problems.Ratio($"{path}:{nameof(own.OpenTimeJitter)}", own.OpenTimeJitter);
        problems.Count($"{path}:{nameof(own.HalfOpenProbes)}", own.HalfOpenProbes, 1, 1000);
        var whole = ReturnPolicyFactory.LocalityBreaker(own, defaults);
        problems.NotBelow(path, nameof(own.MaxOpenTime), own.MaxOpenTime, whole.MaxOpenTime, nameof(own.BaseOpenTime), own.BaseOpenTime, whole.BaseOpenTime);
    }

    private void LocalityComparison(string path, LocalityComparisonOptions own)
    {
        problems.Ratio($"{path}:{nameof(own.FailureShare)}", own.FailureShare);
        problems.PositiveDuration($"{path}:{nameof(own.Window)}", own.Window);
        problems.Count($"{path}:{nameof(own.MinimumCalls)}", own.MinimumCalls, 1);
        problems.Ratio($"{path}:{nameof(own.MinimumDifference)}", own.MinimumDifference);
        problems.Number($"{path}:{nameof(own.Significance)}", own.Significance, 0, 100);
        problems.Ratio($"{path}:{nameof(own.ExploratoryShare)}", own.ExploratoryShare);
        problems.Ratio($"{path}:{nameof(own.ReducedShare)}", own.ReducedShare);
        problems.PositiveDuration($"{path}:{nameof(own.ExplorationTime)}", own.ExplorationTime);
        problems.Duration($"{path}:{nameof(own.TrustTime)}", own.TrustTime);
    }

    private void Spill(string path, SpillOptions own)
    {
        problems.Number($"{path}:{nameof(own.LatencyFactor)}", own.LatencyFactor, 1, 1000);
        problems.Duration($"{path}:{nameof(own.MinimumEffect)}", own.MinimumEffect);
        problems.Number($"{path}:{nameof(own.Utilization)}", own.Utilization, 0.01, 1, ", such as 0.9 for 90 %");
        problems.Count($"{path}:{nameof(own.MinimumCalls)}", own.MinimumCalls, 1);
        problems.PositiveDuration($"{path}:{nameof(own.Memory)}", own.Memory);
        problems.Ratio($"{path}:{nameof(own.Step)}", own.Step);
        problems.Ratio($"{path}:{nameof(own.MinimumShare)}", own.MinimumShare);
        problems.Duration($"{path}:{nameof(own.TrustTime)}", own.TrustTime);
    }

    private void Failback(string path, FailbackOptions own)
    {
        problems.Duration($"{path}:{nameof(own.HoldDown)}", own.HoldDown);
        problems.Duration($"{path}:{nameof(own.RampTime)}", own.RampTime);
        problems.Ratio($"{path}:{nameof(own.InitialShare)}", own.InitialShare);
        problems.Ratio($"{path}:{nameof(own.Jitter)}", own.Jitter);
        problems.Ratio($"{path}:{nameof(own.MaxFailureShare)}", own.MaxFailureShare);
    }

    private void SlowStart(string path, SlowStartOptions own)
    {
        problems.Duration($"{path}:{nameof(own.Window)}", own.Window);
        problems.Number($"{path}:{nameof(own.Aggression)}", own.Aggression, 0.01, 100);
        if (own.MinimumShare is { } share && !(share > 0 && share <= 1))
        {
            problems.Add($"{path}:{nameof(own.MinimumShare)}", share, "is out of range; write a number of more than 0 and at most 1, such as 0.1 for 10 %");
        }
    }

    private void Probe(string path, ProbeOptions own)
    {
        var (least, most) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1));
        problems.Duration($"{path}:{nameof(own.Interval)}", own.Interval, least, most);
        problems.Duration($"{path}:{nameof(own.UnhealthyInterval)}", own.UnhealthyInterval, least, most);
        problems.Duration($"{path}:{nameof(own.Timeout)}", own.Timeout, least, most);
        problems.Ratio($"{path}:{nameof(own.Jitter)}", own.Jitter);
        problems.Count($"{path}:{nameof(own.HealthyThreshold)}", own.HealthyThreshold, 1);
        problems.Count($"{path}:{nameof(own.UnhealthyThreshold)}", own.UnhealthyThreshold, 1);
        if (own.Path is { } text && !text.StartsWith('/'))
        {
            problems.Add($"{path}:{nameof(own.Path)}", text, "is not a path; write one that begins with a slash, such as /healthz");
        }

        for (var i = 0; i < own.ExpectedStatuses.Count; i++)
        {
            if (!StatusRange.TryParse(own.ExpectedStatuses[i], out _))
            {
                problems.Add($"{path}:{nameof(own.ExpectedStatuses)}:{i}", own.ExpectedStatuses[i], "is not a range of statuses; write one such as 200-299, or 204");
            }
        }
    }

    private void Evacuation(string path, EvacuationOptions own)
    {
        try
        {
            EvacuationTarget.Parse(own.Target ?? "");
        }
        catch (FormatException)
        {
            problems.Add($"{path}:{nameof(own.Target)}", own.Target, "is not a target; write endpoint:host:port, zone:region/zone or region:region");
        }

        if (string.IsNullOrWhiteSpace(own.Reason))
        {
            problems.Add($"{path}:{nameof(own.Reason)}", own.Reason, "is no reason; write why, for who finds it in the log");
        }

        if (own.Until is null)
        {
            problems.Add($"{path}:{nameof(own.Until)}", own.Until, "is no time; write when it ends by itself, such as 2026-12-24T18:00:00Z");
        }
    }
}
