namespace ClientFailover.OpenTelemetry.Tests;

public sealed class MetricsExportTests(ExportedCalls exported)
{
    private const string ToRefusing = "outcome=connect_failed region=r1 service=orders tier=0 zone=z1";
    private const string ToAnswering = "outcome=success region=r1 service=orders tier=1 zone=z2";
    private const string ToBilling = "outcome=connect_failed region=r2 service=billing tier=0 zone=z3";
    private const string CallToBilling = "outcome=error region=r2 service=billing tier=0 zone=z3";
    private const string CallToUnknown = "outcome=error refusal=no_endpoints service=unknown";

    private static readonly double[] DurationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    [Fact]
    public void Calls_EachOnce_CarryTheEndpointThatEndedThem() =>
        AssertPoints("clientfailover.calls", "sum", "{call}", (ToAnswering, 3), (CallToBilling, 1), (CallToUnknown, 1));

    [Fact]
    public void CallerErrors_OnlyCallsThatFailedForTheCaller_AreCounted() =>
        AssertPoints("clientfailover.caller_errors", "sum", "{call}", (CallToBilling, 1), (CallToUnknown, 1));

    [Fact]
    public void CallDuration_InSeconds_IncludesFailedAttempts()
    {
        // 2 + 30 ms twice, then 30 ms.
        AssertPoints("clientfailover.call.duration", "histogram", "s", (ToAnswering, 0.094), (CallToBilling, 0.004), (CallToUnknown, 0));
        AssertBuckets("clientfailover.call.duration", ToAnswering, (0.05, 3));
    }

    [Fact]
    public void Attempts_FailedAndAnswered_AreCountedByEndpointsPlaceAndOutcome() =>
        AssertPoints("clientfailover.attempts", "sum", "{attempt}", (ToRefusing, 2), (ToAnswering, 3), (ToBilling, 1));

    [Fact]
    public void AttemptDuration_InSeconds_IsTheAttemptsOwn()
    {
        AssertPoints("clientfailover.attempt.duration", "histogram", "s", (ToRefusing, 0.004), (ToAnswering, 0.090), (ToBilling, 0.004));
        AssertBuckets("clientfailover.attempt.duration", ToRefusing, (0.0025, 2));
        AssertBuckets("clientfailover.attempt.duration", ToAnswering, (0.05, 3));
    }

    [Fact]
    public void Ejections_OfTheRefusingEndpoint_NameItWhatItIsNowAndTheRule() => AssertPoints(
        "clientfailover.ejections", "sum", "{ejection}",
        ("change=weighted_down endpoint=10.0.0.1:80 reason=consecutive_connect_failures service=orders tier=0", 1));

    [Fact]
    public void TierLoad_AfterTheEjection_IsAllOnTheNextTier() => AssertPoints(
        "clientfailover.tier.load", "gauge", "1", ("service=orders tier=0", 0), ("service=orders tier=1", 1), ("service=billing tier=0", 1));

    [Fact]
    public void Endpoints_AreCountedByTierAndHealth() => AssertPoints(
        "clientfailover.endpoints", "gauge", "{endpoint}",
        ("health=weighted_down service=orders tier=0", 1), ("health=healthy service=orders tier=1", 1), ("health=healthy service=billing tier=0", 1));

    [Fact]
    public void RegistryAge_WhileTheSourceStandsByItsList_IsZero() => AssertPoints(
        "clientfailover.registry.age", "gauge", "s",
        ("service=billing source=configuration", 0), ("service=orders source=configuration", 0));

    [Fact]
    public void Scope_IsTheMeterWithItsVersion() =>
        Assert.All(exported.Metrics.Values, metric => Assert.Equal((FailoverTelemetry.MeterName, FailoverTelemetry.Version), (metric.Scope, metric.Version)));

    private void AssertPoints(string name, string kind, string unit, params (string Attributes, double Value)[] expected)
    {
        var metric = exported.Metrics[name];
        Assert.Equal((kind, unit), (metric.Kind, metric.Unit));
        Assert.Equal(
            expected.OrderBy(point => point.Attributes, StringComparer.Ordinal),
            from point in metric.Points orderby point.Attributes select (point.Attributes, Math.Round(point.Value, 9)));
    }

    /// <summary>All measurements of a point are in the bucket that ends at <c>UpTo</c>, and there are so many.</summary>
    private void AssertBuckets(string name, string attributes, (double UpTo, long Count) expected)
    {
        var point = exported.Metrics[name].Points.Single(point => point.Attributes == attributes);
        Assert.Equal(DurationBounds, point.Bounds);
        Assert.Equal(expected.Count, point.Count);
        Assert.Equal(DurationBounds.Append(double.PositiveInfinity).Select(bound => bound == expected.UpTo ? expected.Count : 0), point.Buckets);
    }
}
