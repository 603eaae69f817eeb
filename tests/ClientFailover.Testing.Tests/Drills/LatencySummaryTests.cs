using static ClientFailover.Testing.Tests.DrillSamples;

namespace ClientFailover.Testing.Tests;

public class LatencySummaryTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 2, 3)]
    [InlineData(99, 50, 99)]
    [InlineData(100, 50, 99)]
    [InlineData(101, 51, 100)]
    [InlineData(200, 100, 198)]
    [InlineData(1000, 500, 990)]
    public void Percentiles_OfOneToN_AreByNearestRank(int n, int p50, int p99)
    {
        var calls = Enumerable.Range(1, n).Reverse().Select(i => Good(0, i));

        Assert.Equal(new LatencySummary(n, Ms(p50), Ms(p99)), LatencySummary.Of(calls));
    }

    [Fact]
    public void Percentiles_OfNothing_AreUnknown() =>
        Assert.Equal(new LatencySummary(0, null, null), LatencySummary.Of([]));
}
