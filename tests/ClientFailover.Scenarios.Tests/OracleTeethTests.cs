using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

/// <summary>A scenario must fail when what it is about is taken away: an oracle that nothing can violate proves nothing.</summary>
public sealed class OracleTeethTests
{
    [Theory]
    [InlineData("02-black-hole.yaml", "Timeouts:Attempt=00:00:25", ScenarioMetric.Slowest)]
    [InlineData("02-black-hole-rescue.yaml", "Hedging:Mode=Off", ScenarioMetric.Slowest)]
    [InlineData("19-hung-host-and-callers-give-up.yaml", "OutlierDetection:ConsecutiveSilences=0", ScenarioMetric.AttemptsUntilDetected)]
    [InlineData("21-overload.yaml", "Hedging:Mode=Latency Hedging:LatencyQuantile=0.5 RetryBudget:Ratio=1 RetryBudget:MinPerSecond=1000", ScenarioMetric.AttemptsPerCall)]
    [InlineData("03-slow.yaml", "Balancing=RoundRobin", ScenarioMetric.P99Ratio)]
    [InlineData("04-half-a-small-zone-down.yaml", "OverprovisioningFactor=100", ScenarioMetric.ServedShare)]
    [InlineData("05-zone-flaps.yaml", "Failback:HoldDown=0 Failback:RampTime=0 LocalityBreaker:Enabled=false LocalityComparison:Enabled=false OutlierDetection:BaseEjectionTime=00:00:10 OutlierDetection:MaxEjectionTime=00:00:10 OutlierDetection:EjectionTimeJitter=0 SlowStart:Window=0", ScenarioMetric.TierSwitches)]
    [InlineData("12-failback-to-a-cold-zone.yaml", "Failback:HoldDown=0 Failback:RampTime=0 SlowStart:Window=0", ScenarioMetric.PeakRatio)]
    [InlineData("20-own-process-stalls.yaml", "LocalFault:MaxDelay=-00:00:00.001 Hedging:Mode=Off", ScenarioMetric.Ejections)]
    [InlineData("06-registry-loses-most.yaml", "RegistryGuard:MinRemaining=0", ScenarioMetric.AttemptShare)]
    [InlineData("06-registry-answers-empty.yaml", "RegistryGuard:MinRemaining=0", ScenarioMetric.CallerErrors)]
    [InlineData("13-everything-fails.yaml", "RetryBudget:Ratio=1", ScenarioMetric.AttemptsPerCall)]
    [InlineData("19-callers-give-up.yaml", "Timeouts:Attempt=00:00:00.030", ScenarioMetric.Ejections)]
    [InlineData("23-fast-503.yaml", "Latency:FailurePenalty=00:00:00", ScenarioMetric.AttemptShare)]
    [InlineData("24-all-of-1-fail.yaml", "OutlierDetection:ConsecutiveFailures=0", ScenarioMetric.EjectedEndpoints)]
    [InlineData("26-low-traffic-refused.yaml", "OutlierDetection:ConsecutiveConnectFailures=0 OutlierDetection:SustainedFailures=0", ScenarioMetric.AttemptsUntilDetected)]
    [InlineData("26-low-traffic-500.yaml", "OutlierDetection:SustainedFailures=0", ScenarioMetric.AttemptsUntilDetected)]
    [InlineData("21-overload-deep.yaml", "Hedging:Mode=Latency RetryBudget:MinPerSecond=100", ScenarioMetric.ExtraAttemptRatio)]
    [InlineData("25-target-lacks-capacity.yaml", "Spill:Enabled=false", ScenarioMetric.P99)]
    [InlineData("01-grey-zone.yaml", "LocalityComparison:Enabled=false", ScenarioMetric.CallerErrorRate)]
    [InlineData("14-bad-version.yaml", "OutlierDetection:VersionLabel=", ScenarioMetric.EventTime)]
    [InlineData("27-slow-refreshed-every-second.yaml", "Balancing=RoundRobin OutlierDetection:Latency:Enabled=false", ScenarioMetric.Attempts)]
    [InlineData("28-probe-green.yaml", "OutlierDetection:ConsecutiveFailures=0", ScenarioMetric.EjectedEndpoints)]
    public async Task Oracle_WithoutWhatItIsAbout_Fails(string file, string options, ScenarioMetric metric)
    {
        var scenario = ScenarioFiles.Read(file);
        var crippled = scenario with { Policy = scenario.Policy.SetItems(options.Split(' ').Select(option => option.Split('=')).Select(parts => KeyValuePair.Create(parts[0], parts[1]))) };

        var result = await ScenarioRunner.RunAsync(crippled, static setup => new HttpScenarioClient(setup));

        Assert.Contains(result.Assertions, assertion => assertion.Assertion.Metric == metric && !assertion.Holds);
    }
}
