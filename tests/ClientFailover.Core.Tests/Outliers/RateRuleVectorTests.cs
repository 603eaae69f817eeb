using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

/// <summary>The published cases of Envoy, grpc-java and grpc-go, through the whole review: rule, enforcement and bound.</summary>
public sealed class RateRuleVectorTests
{
    public static TheoryData<VectorCase> SuccessRates => [.. VectorFiles.Read("outlier-success-rate.json")];

    public static TheoryData<VectorCase> FailurePercentages => [.. VectorFiles.Read("outlier-failure-percentage.json")];

    [Theory]
    [MemberData(nameof(SuccessRates))]
    public void SuccessRate_PublishedCase_EjectsThePublishedHosts(VectorCase vector)
    {
        var config = vector.Input.GetProperty("config");
        var rule = new SuccessRatePolicy
        {
            StandardDeviations = config.GetProperty("stdev_factor_thousandths").GetDouble() / 1000,
            MinimumDifference = 0,
            MinimumEndpoints = config.GetProperty("minimum_hosts").GetInt32(),
            RequestVolume = config.GetProperty("request_volume").GetInt32(),
        };
        var threshold = SuccessRateRule.Threshold([.. Hosts(vector)], rule);
        if (vector.Expected.TryGetProperty("mean_percent", out var mean))
        {
            Assert.Equal(mean.GetDouble(), threshold!.Value.Mean * 100, 9);
            Assert.Equal(vector.Expected.GetProperty("threshold_percent").GetDouble(), threshold.Value.Threshold * 100, 9);
        }

        if (vector.Expected.TryGetProperty("evaluated", out var evaluated))
        {
            Assert.Equal(evaluated.GetBoolean(), threshold is not null);
        }

        AssertEjected(vector, Alone(config) with { SuccessRate = rule, Enforcement = new() { SuccessRate = Share(config) } });
    }

    [Theory]
    [MemberData(nameof(FailurePercentages))]
    public void FailurePercentage_PublishedCase_EjectsThePublishedHosts(VectorCase vector)
    {
        var config = vector.Input.GetProperty("config");
        var rule = new FailurePercentagePolicy
        {
            Threshold = config.GetProperty("threshold").GetDouble() / 100,
            IncludesThreshold = config.GetProperty("threshold_rule").GetString() == "gte",
            MinimumEndpoints = config.GetProperty("minimum_hosts").GetInt32(),
            RequestVolume = config.GetProperty("request_volume").GetInt32(),
        };

        AssertEjected(vector, Alone(config) with { FailurePercentage = rule, Enforcement = new() { FailurePercentage = Share(config) } });
    }

    /// <summary>All other rules off, and tiers of any size treated alike, as the published systems do.</summary>
    private static OutlierDetectionPolicy Alone(JsonElement config) => OutlierDetectionPolicy.Default with
    {
        SuccessRate = new() { Enabled = false },
        FailurePercentage = new() { Enabled = false },
        PeerRate = new() { Enabled = false },
        Latency = new() { Enabled = false },
        SplitLocalOrigin = config.TryGetProperty("split_local_origin", out var split) && split.GetBoolean(),
        MaxEjection = config.GetProperty("max_ejection_percent").GetDouble() / 100,
        SmallTier = 0,
    };

    private static double Share(JsonElement config) => config.GetProperty("enforcement_percentage").GetDouble() / 100;

    private static IEnumerable<RateSample> Hosts(VectorCase vector) =>
        vector.Input.GetProperty("hosts").EnumerateArray().Select(host => new RateSample(host.GetProperty("success").GetInt64(), host.GetProperty("total").GetInt64()));

    private static void AssertEjected(VectorCase vector, OutlierDetectionPolicy policy)
    {
        var members = Hosts(vector).Select((host, index) => new OutlierCandidate(
            new(new($"10.0.0.{index + 1}", 80), ""), 0, default,
            policy.SplitLocalOrigin ? new(host.Successes, 0, host.Failures, 0, default) : new(host.Successes, host.Failures, 0, 0, default))).ToArray();
        var random = new RandomSource(1);
        var ejected = OutlierDetector.Review(members, EjectionLedger.Empty, policy, default, policy.Interval, ref random)
            .Transitions.Where(transition => transition.Ejection.Health == EndpointHealth.Ejected)
            .Select(transition => Array.FindIndex(members, member => member.Identity == transition.Identity)).Order().ToList();

        if (vector.Expected.TryGetProperty("ejected_indexes", out var indexes))
        {
            Assert.Equal(indexes.EnumerateArray().Select(index => index.GetInt32()), ejected);
        }

        if (vector.Expected.TryGetProperty("ejected_count", out var count))
        {
            Assert.Equal(count.GetInt32(), ejected.Count);
        }
    }
}
