namespace ClientFailover.Testing.Tests;

/// <summary>Each metric on a record of four calls by two clients.</summary>
public sealed class OracleMetricsTests
{
    private static readonly RunRecord Record = new(
        [
            (0, Call(0, 10, null, ("a", 0, false))),
            (0, Call(1, 20, null, ("a", 1, true), ("b", 1.01, false))),
            (1, Call(2, 30, "500", ("a", 2, true), ("a", 2.01, true), ("a", 2.02, true))),
            (1, Call(2.5, 40, null, ("b", 2.5, false))),
        ],
        [
            new(At(1.5), 0, StateChangeKind.Ejected, "a"), new(At(1.8), 0, StateChangeKind.TierSwitched, ""),
            new(At(2.1), 1, StateChangeKind.Ejected, "a"), new(At(2.2), 1, StateChangeKind.Ejected, "b"), new(At(2.9), 0, StateChangeKind.Released, "a"),
        ],
        [
            (0, new SharedFaultBegan(ServiceName.Parse("orders"), At(1))), (1, new SharedFaultBegan(ServiceName.Parse("orders"), At(2.5))),
            (0, new SharedFaultEnded(ServiceName.Parse("orders"), At(2.7))),
        ],
        2);

    private static readonly Scenario Scenario = new()
    {
        Name = "a record",
        Clients = [new(2, new("r1", "z1"))],
        Fleet = [new() { Name = "a", Locality = new("r1", "z1") }, new() { Name = "b", Locality = new("r1", "z2") }],
        Traffic = new() { CallsPerSecond = 1, Duration = TimeSpan.FromSeconds(3) },
        Oracle = [],
    };

    [Theory]
    [InlineData(ScenarioMetric.Calls, 4)]
    [InlineData(ScenarioMetric.CallerErrors, 1)]
    [InlineData(ScenarioMetric.CallerErrorRate, 0.25)]
    [InlineData(ScenarioMetric.P50, 0.020)]
    [InlineData(ScenarioMetric.P99, 0.040)]
    [InlineData(ScenarioMetric.Slowest, 0.040)]
    [InlineData(ScenarioMetric.P99Ratio, 2)]
    [InlineData(ScenarioMetric.AttemptsPerCall, 7 / 4.0)]
    [InlineData(ScenarioMetric.ExtraAttemptRatio, 3 / 4.0)]
    [InlineData(ScenarioMetric.Attempts, 5)]
    [InlineData(ScenarioMetric.AttemptShare, 5 / 7.0)]
    [InlineData(ScenarioMetric.ServedShare, 1 / 3.0)]
    [InlineData(ScenarioMetric.PeakRatio, 3)]
    [InlineData(ScenarioMetric.TierSwitches, 1)]
    [InlineData(ScenarioMetric.Ejections, 2)]
    [InlineData(ScenarioMetric.EjectedEndpoints, 1)]
    [InlineData(ScenarioMetric.DetectionTime, 2.1)]
    [InlineData(ScenarioMetric.AttemptsUntilDetected, 3)]
    [InlineData(ScenarioMetric.StateChanges, 5)]
    [InlineData(ScenarioMetric.Events, 2)]
    [InlineData(ScenarioMetric.EventTime, 2.5)]
    public void Measure_OfEndpointA_IsAsItsMetricSays(ScenarioMetric metric, double expected)
    {
        var observed = new OracleMetrics(Scenario, Record).Measure(new()
        {
            Metric = metric,
            Event = nameof(SharedFaultBegan),
            Target = new() { Endpoint = "a" },
            Baseline = new(TimeSpan.Zero, TimeSpan.FromSeconds(2)),
            Max = 0,
        });

        Assert.Equal(expected, observed, 1e-9);
    }

    [Fact]
    public void Measure_NotEverybodyDetected_IsInfinite()
    {
        OracleMetrics metrics = new(Scenario, Record);

        Assert.Equal(double.PositiveInfinity, metrics.Measure(new() { Metric = ScenarioMetric.DetectionTime, Target = new() { Endpoint = "b" } }));
        Assert.Equal(double.PositiveInfinity, metrics.Measure(new() { Metric = ScenarioMetric.AttemptsUntilDetected, Target = new() { Endpoint = "b" } }));
        Assert.Equal(double.PositiveInfinity, metrics.Measure(new() { Metric = ScenarioMetric.EventTime, Event = nameof(SharedFaultEnded) })); // only one has told
    }

    [Fact]
    public void Measure_OfAWindow_LeavesOutTheRest()
    {
        ScenarioWindow window = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        OracleMetrics metrics = new(Scenario, Record);

        Assert.Equal(1, metrics.Measure(new() { Metric = ScenarioMetric.Calls, Window = window }));
        Assert.Equal(2, metrics.Measure(new() { Metric = ScenarioMetric.StateChanges, Window = window }));
        Assert.Equal(double.NaN, metrics.Measure(new() { Metric = ScenarioMetric.P99, Window = new(TimeSpan.FromSeconds(2.9), null) }));
    }

    private static CallSample Call(double started, int milliseconds, string? error, params (string Endpoint, double Started, bool Failed)[] attempts) => new()
    {
        Started = At(started),
        Duration = TimeSpan.FromMilliseconds(milliseconds),
        Error = error,
        Attempts = [.. attempts.Select(attempt => new AttemptSample { Endpoint = attempt.Endpoint, Started = At(attempt.Started), Duration = TimeSpan.Zero, Failed = attempt.Failed })],
    };

    private static MonotonicTime At(double seconds) => MonotonicTime.Zero + TimeSpan.FromSeconds(seconds);
}
