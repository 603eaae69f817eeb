using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

public sealed class ScenarioRunnerTests
{
    [Fact]
    public async Task Run_OracleIsViolated_FailsAndSaysWhatWasExpectedAndObserved()
    {
        var result = await Play.Async("", "{ p50: { max: 5ms, from: 1s } }, { caller_errors: { max: 0 } }");

        Assert.False(result.Passed);
        Assert.Equal([false, true], result.Assertions.Select(assertion => assertion.Holds));
        Assert.Contains("play.yaml(11): P50, 1 s .. end: expected at most 5 ms, observed 10 ms <- FAILED", result.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("a play: FAILED, 2000 calls, 0 caller errors", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NothingToMeasure_Fails()
    {
        var result = await Play.Async("", "{ p50: { max: 5ms, from: 1ms, to: 2ms } }", traffic: "rate: 1, duration: 5s");

        Assert.Contains("observed nothing to measure <- FAILED", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SomethingThatNeverHappens_Fails()
    {
        var result = await Play.Async("", "{ detection_time: { max: 10s, target: { endpoint: z1-1 } } }");

        Assert.Contains("DetectionTime of z1-1, throughout: expected at most 10 s, observed never <- FAILED", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoOracle_IsRefused()
    {
        var scenario = ScenarioFiles.Read("03-slow.yaml") with { Oracle = [] };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => ScenarioRunner.RunAsync(scenario, static setup => new HttpScenarioClient(setup)));

        Assert.Contains("has no oracle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Healthy_TakesExactlyTheLatencyOfTheFleet() =>
        await Play.HoldsAsync("", "{ p50: { min: 10ms, max: 10ms } }, { slowest: { min: 10ms, max: 10ms } }, { calls: { min: 2000, max: 2000 } }, { state_changes: { max: 0 } }");

    [Fact]
    public async Task Run_SameSeed_MakesTheSameCalls()
    {
        var first = await Play.Async("", "{ calls: { min: 1 } }", endpoints: 1, zone: ", jitter: 10ms");
        var second = await Play.Async("", "{ calls: { min: 1 } }", endpoints: 1, zone: ", jitter: 10ms");

        Assert.Equal(first.Calls.Select(call => (call.Started, call.Duration)), second.Calls.Select(call => (call.Started, call.Duration)));
    }

    [Fact]
    public async Task Run_AnExceptionOfTheClient_ComesOut() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => ScenarioRunner.RunAsync(ScenarioFiles.Read("03-slow.yaml"), static _ => throw new NotSupportedException()));

    [Fact]
    public async Task Run_ACallThatNeverEnds_IsSaid()
    {
        const string Endless = "policy: { Timeouts: { Attempt: \"-00:00:00.001\", Total: \"-00:00:00.001\" } }";

        var error = await Assert.ThrowsAsync<TimeoutException>(() =>
            Play.Async("{ at: 1s, event: blackhole, target: all }", "{ calls: { min: 1 } }", extra: Endless, traffic: "rate: 100, duration: 2s"));

        Assert.Contains("calls never ended", error.Message, StringComparison.Ordinal);
    }
}
