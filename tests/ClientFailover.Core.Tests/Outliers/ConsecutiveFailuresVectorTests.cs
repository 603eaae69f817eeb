using System.Net;
using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class ConsecutiveFailuresVectorTests
{
    /// <summary>What the plain rule does not have; comes with the other detectors of the health engine.</summary>
    private static readonly string[] Later = ["split", "consecutive_gateway", "enforcing_5xx", "events"];

    public static TheoryData<VectorCase> Cases =>
        [.. VectorFiles.Read("extra-outlier-consecutive.json").Where(one => !Later.Any(name => one.Input.TryGetProperty(name, out _)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Detect_PublishedRunOfCodes_EjectsAtThePublishedPlace(VectorCase vector)
    {
        var threshold = vector.Input.GetProperty("consecutive_5xx").GetInt32();
        var policy = FailoverPolicy.Default with { OutlierDetection = OutlierDetectionPolicy.Default with { ConsecutiveFailures = threshold } };
        var stats = new EndpointStats();
        int? ejectedAfter = null;
        foreach (var (index, code) in vector.Input.GetProperty("codes").EnumerateArray().Select(code => code.GetInt32()).Index())
        {
            stats.Begin();
            stats.Complete(new(code >= (int)HttpStatusCode.InternalServerError ? OutcomeKind.ServerError : OutcomeKind.Success, default), default, policy);
            if (ConsecutiveFailuresRule.Detect(stats.ConsecutiveFailures, stats.ConsecutiveConnectFailures, policy.OutlierDetection) is not null)
            {
                ejectedAfter ??= index;
            }
        }

        var expected = vector.Expected.GetProperty("ejected_after_index");
        Assert.Equal(expected.ValueKind == JsonValueKind.Null ? null : expected.GetInt32(), ejectedAfter);
    }
}
