namespace ClientFailover.Tests;

public sealed class LocalityComparisonRuleTests
{
    private static readonly LocalityComparisonPolicy Policy = LocalityComparisonPolicy.Default;

    [Theory]
    // own: calls, failed, endpoints that failed (of 6); others: calls, failed
    [InlineData(2000, 60, 6, 0, 0, LocalityVerdict.Doubted)] // 3 %, and nothing is known of the others
    [InlineData(2000, 60, 6, 200, 0, LocalityVerdict.Doubted)] // 2.5 standard errors
    [InlineData(2000, 60, 6, 300, 0, LocalityVerdict.Worse)] // 3.0
    [InlineData(2000, 60, 6, 300, 9, LocalityVerdict.Alike)]
    [InlineData(2000, 60, 6, 3000, 60, LocalityVerdict.Alike)] // significant, but only just over a point apart
    [InlineData(20000, 600, 6, 20000, 420, LocalityVerdict.Alike)] // very significant, and not a point apart
    [InlineData(2000, 60, 1, 3000, 0, LocalityVerdict.Unremarkable)] // one bad host is not a bad zone
    [InlineData(2000, 60, 2, 3000, 0, LocalityVerdict.Unremarkable)]
    [InlineData(2000, 60, 3, 3000, 0, LocalityVerdict.Worse)] // half of the endpoints
    [InlineData(2000, 19, 6, 3000, 0, LocalityVerdict.Unremarkable)] // under 1 %
    [InlineData(99, 40, 6, 3000, 0, LocalityVerdict.Unremarkable)] // too few calls
    [InlineData(100, 40, 6, 99, 0, LocalityVerdict.Doubted)]
    [InlineData(100, 4, 2, 3000, 0, LocalityVerdict.Worse)] // half as many endpoints as failures
    public void Judge_OwnAndOthers_WantsALargeAndSignificantDifferenceAcrossThePlace(int calls, int failed, int failing, int otherCalls, int otherFailed, LocalityVerdict verdict) =>
        Assert.Equal(verdict, LocalityComparisonRule.Judge(Evidence(calls, failed, failing), new(otherCalls - otherFailed, otherCalls), Policy));

    [Fact]
    public void Judge_SwitchedOff_NothingIsRemarkable() =>
        Assert.Equal(LocalityVerdict.Unremarkable, LocalityComparisonRule.Judge(Evidence(2000, 1000, 6), new(2000, 2000), Policy with { Enabled = false }));

    [Fact]
    public void Judge_Overload_IsNoFailure() =>
        Assert.Equal(LocalityVerdict.Unremarkable, LocalityComparisonRule.Judge(new(default, new(1000, 0, 0, 1000, default), 6, 6), new(2000, 2000), Policy));

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(4, 0, true)] // 0.4 %
    [InlineData(6, 0, false)]
    [InlineData(30, 30, true)]
    public void IsClean_FailureRate_WithinHalfTheDifference(int failed, int otherFailed, bool clean) =>
        Assert.Equal(clean, LocalityComparisonRule.IsClean(new(1000 - failed, 1000), new(1000 - otherFailed, 1000), Policy));

    private static LocalityEvidence Evidence(int calls, int failed, int failing) => new(default, new(calls - failed, failed, 0, 0, default), failing, 6);
}
