namespace ClientFailover.Tests;

public sealed class VersionRuleTests
{
    [Theory]
    [InlineData("v2", 200, 100, 2, 2, 200, 0, true)]
    [InlineData("v2", 200, 100, 2, 1, 200, 0, false)] // one host of it: not the version
    [InlineData("v2", 100, 50, 1, 1, 200, 0, true)] // its only host
    [InlineData("v2", 200, 100, 2, 2, 200, 100, false)] // all alike
    [InlineData("v2", 200, 100, 2, 2, 0, 0, false)] // no other to compare with
    [InlineData("", 200, 100, 2, 2, 200, 0, false)] // no name to accuse
    [InlineData("v2", 10, 10, 2, 2, 200, 0, false)] // too few attempts
    [InlineData("v2", 200, 10, 2, 2, 2000, 0, false)] // not 10 points
    public void IsWorse_OwnAndOthers_WantsAVersionThatFailsOnItsHosts(
        string version, int calls, int failed, int endpoints, int failing, int otherCalls, int otherFailed, bool worse)
    {
        var (own, others) = (new RateSample(calls - failed, calls), new RateSample(otherCalls - otherFailed, otherCalls));

        Assert.Equal(worse, VersionRule.IsWorse(new(version, own, endpoints, failing), own + others, PeerRatePolicy.Default));
    }
}
