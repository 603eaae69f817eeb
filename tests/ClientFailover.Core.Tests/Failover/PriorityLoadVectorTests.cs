using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class PriorityLoadVectorTests
{
    public static TheoryData<VectorCase> Cases => [.. VectorFiles.Read("priority-load.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_PublishedCase_GivesThePublishedLoads(VectorCase vector)
    {
        var load = PriorityLoad.Compute(
            [.. vector.Input.GetProperty("priorities").EnumerateArray().Select(Tier)],
            vector.Input.GetProperty("overprovisioning_factor_percent").GetInt32() / 100.0,
            vector.Input.GetProperty("panic_threshold_percent").GetInt32() / 100.0);

        var tolerance = vector.Root.TryGetProperty("tolerance_percent", out var percent) ? percent.GetInt32() : 0;
        AssertNear(vector.Expected.GetProperty("healthy_load"), load.Healthy, tolerance);
        AssertNear(vector.Expected.GetProperty("degraded_load"), load.Degraded, tolerance);
        if (vector.Expected.GetProperty("panic") is { ValueKind: JsonValueKind.Array } panic)
        {
            Assert.Equal(panic.EnumerateArray().Select(tier => tier.GetBoolean()), load.Panic);
        }
    }

    private static void AssertNear(JsonElement expected, IReadOnlyList<int> actual, int tolerance)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            return; // the case does not state it
        }

        int[] wanted = [.. expected.EnumerateArray().Select(share => share.GetInt32())];
        Assert.Equal(wanted.Length, actual.Count);
        Assert.All(wanted.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
    }

    private static TierHealth Tier(JsonElement tier) =>
        new(Count(tier, "total"), Count(tier, "healthy"), Count(tier, "degraded"), Count(tier, "excluded"))
        {
            Weights = tier.TryGetProperty("weights", out var weights)
                ? new(Count(weights, "total"), Count(weights, "healthy"), Count(weights, "degraded"), Count(weights, "excluded"))
                : null,
        };

    private static long Count(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
