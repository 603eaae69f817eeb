using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class ConsecutiveFailuresVectorTests
{
    public static TheoryData<VectorCase> Cases => [.. VectorFiles.Read("extra-outlier-consecutive.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Review_PublishedRun_EjectsAtThePublishedPlace(VectorCase vector)
    {
        var policy = PolicyOf(vector.Input);
        var stats = new EndpointStats();
        var random = new RandomSource(1);
        var reports = new List<EjectionReason>();
        int? ejectedAfter = null;
        foreach (var (index, kind) in Outcomes(vector.Input).Index())
        {
            stats.Begin(default);
            stats.Complete(new(kind, default), default, FailoverPolicy.Default with { OutlierDetection = policy });
            var review = OutlierDetector.Review([new(new(new("10.0.0.1", 80), ""), 0, stats.Runs, default)], EjectionLedger.Empty, policy, default, null, ref random);
            reports.AddRange(review.Reports.Select(report => report.Evidence.Reason));
            if (!review.Transitions.IsEmpty)
            {
                Assert.Equal(EjectionReason.ConsecutiveFailures, review.Transitions[0].Ejection.Reason);
                ejectedAfter ??= index;
            }

            if (!review.Transitions.IsEmpty || !review.Reports.IsEmpty)
            {
                stats.ClearRuns();
            }
        }

        var expected = vector.Expected.GetProperty("ejected_after_index");
        Assert.Equal(expected.ValueKind == JsonValueKind.Null ? null : expected.GetInt32(), ejectedAfter);
        if (vector.Expected.TryGetProperty("detected", out var detected))
        {
            Assert.Equal(detected.GetProperty("consecutive_5xx").GetInt32(), reports.Count(reason => reason == EjectionReason.ConsecutiveFailures));
            Assert.Equal(detected.GetProperty("gateway").GetInt32(), reports.Count(reason => reason == EjectionReason.ConsecutiveGatewayFailures));
        }
    }

    private static OutlierDetectionPolicy PolicyOf(JsonElement input) => OutlierDetectionPolicy.Default with
    {
        ConsecutiveFailures = input.GetProperty("consecutive_5xx").GetInt32(),
        ConsecutiveGatewayFailures = input.TryGetProperty("consecutive_gateway", out var gateway) ? gateway.GetInt32() : 0,
        ConsecutiveConnectFailures = 0, // ours alone
        SplitLocalOrigin = input.TryGetProperty("split", out var split) && split.GetBoolean(),
        Enforcement = EnforcementPolicy.Default with
        {
            ConsecutiveFailures = input.TryGetProperty("enforcing_5xx", out var enforcing) ? enforcing.GetInt32() / 100.0 : 1,
            ConsecutiveGatewayFailures = input.TryGetProperty("enforcing_gateway", out enforcing) ? enforcing.GetInt32() / 100.0 : 1,
        },
    };

    /// <summary>A 503 as Envoy reads it: a failure of the gateway, and of the endpoint. We read it as overload (<see cref="OutcomeKind.Unavailable"/>).</summary>
    private static IEnumerable<OutcomeKind> Outcomes(JsonElement input) => input.TryGetProperty("codes", out var codes)
        ? codes.EnumerateArray().Select(code => code.GetInt32() switch
        {
            502 or 503 or 504 => OutcomeKind.GatewayError,
            >= 500 => OutcomeKind.ServerError,
            _ => OutcomeKind.Success,
        })
        : input.GetProperty("events").EnumerateArray().Select(one => one.GetString() switch
        {
            "connect_failed" => OutcomeKind.ConnectFailed,
            "ext_failed" => OutcomeKind.ServerError,
            "request_success" or "ext_success" => OutcomeKind.Success,
            var other => throw new NotSupportedException($"The case has an event '{other}' that this test does not know."),
        });
}
