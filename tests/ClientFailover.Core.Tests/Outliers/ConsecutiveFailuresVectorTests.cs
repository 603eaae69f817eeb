using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

/// <summary>Envoy's cases of ejection after failures in a row, run through the counting, the rule and the detector.</summary>
public sealed class ConsecutiveFailuresVectorTests
{
    private const string File = "extra-outlier-consecutive.json";

    /// <summary>Cases that ask for what the library does not have yet, and why.</summary>
    private static readonly Dictionary<string, string> Later = new(StringComparer.Ordinal)
    {
        ["not-enforcing-counts-both"] = "next issue: detecting without enforcing, and the separate gateway detector",
        ["connect-failures-cancelled-by-success"] = "next issue: events of external and local origin instead of codes",
        ["split-external-alternating"] = "next issue: external and local origin counted apart",
        ["split-external-run"] = "next issue: external and local origin counted apart",
    };

    public static TheoryData<VectorCase> Cases => [.. VectorFiles.Read(File).Where(vector => !Later.ContainsKey(vector.Name))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Review_PublishedCase_EjectsAfterThePublishedCall(VectorCase vector)
    {
        string[] shape = [.. vector.Input.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(["codes", "consecutive_5xx"], shape);

        var policy = FailoverPolicy.Default with
        {
            OutlierDetection = new() { ConsecutiveFailures = vector.Input.GetProperty("consecutive_5xx").GetInt32(), SmallTier = 0 },
        };
        int[] codes = [.. vector.Input.GetProperty("codes").EnumerateArray().Select(code => code.GetInt32())];
        var ejected = EjectedAfter(codes, policy);

        Assert.Equal(Index(vector.Expected.GetProperty("ejected_after_index")), ejected?.Index);
        if (ejected is { } one)
        {
            Assert.Equal("consecutive_5xx", vector.Expected.GetProperty("type").GetString());
            Assert.Equal(EjectionReason.ConsecutiveFailures, one.Ejection.Reason);
        }
    }

    [Fact]
    public void Later_Each_IsACaseOfTheFile() =>
        Assert.Empty(Later.Keys.Except(VectorFiles.Read(File, furtherFolder: null).Select(vector => vector.Name), StringComparer.Ordinal));

    private static (int Index, Ejection Ejection)? EjectedAfter(int[] codes, FailoverPolicy policy)
    {
        var stats = new EndpointStats();
        EndpointIdentity one = new(new("10.0.0.1", 80), ""), other = new(new("10.0.0.2", 80), "");
        var random = new RandomSource(1);
        for (var index = 0; index < codes.Length; index++)
        {
            stats.Begin();
            var signal = stats.Complete(new(Kind(codes[index]), TimeSpan.Zero), MonotonicTime.Zero, policy);
            var review = OutlierDetector.Review(
                [new(one, 0, stats.ConsecutiveFailures, stats.ConsecutiveConnectFailures), new(other, 0, 0, 0)],
                EjectionLedger.Empty, policy.OutlierDetection, MonotonicTime.Zero, ref random);
            var ejection = review.Ledger.Of(one);
            Assert.Equal(signal, ejection.IsActive); // whoever reviews only when asked to misses nothing
            if (ejection.IsActive)
            {
                return (index, ejection);
            }
        }

        return null;
    }

    private static OutcomeKind Kind(int code) => code switch
    {
        503 or 429 => OutcomeKind.Overloaded,
        >= 500 => OutcomeKind.ServerError,
        _ => OutcomeKind.Success,
    };

    private static int? Index(JsonElement index) => index.ValueKind == JsonValueKind.Null ? null : index.GetInt32();
}
