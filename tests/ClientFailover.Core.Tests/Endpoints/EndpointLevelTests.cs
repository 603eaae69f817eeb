namespace ClientFailover.Core.Tests;

public sealed class EndpointLevelTests
{
    private static readonly Caller Here = new(new Locality("r0", "z0"));

    [Fact]
    public void Rank_NearerOfAHigherLevel_StandsBehind() =>
        Assert.Equal([2, 1, 0, 3], Rank(At("r0", "z0", level: 1), At("r1", "z9"), At("r0", "z0"), At("r1", "z9", level: 1)));

    [Fact]
    public void Rank_PriorityWithinALevel_StandsBehindNearness() =>
        Assert.Equal([1, 0, 3, 2], Rank(At("r0", "z0", priority: 65_535), At("r0", "z0"), At("r0", "z0", level: 15, priority: 1), At("r0", "z0", level: 15)));

    [Fact]
    public void Rank_OfALevel_StaysTheSameWhenOthersComeAndGo()
    {
        var tiers = new int[2];
        var alone = TierRanking.Rank([At("r0", "z0", level: 1)], Here, FailoverPolicy.Default, tiers);
        var both = TierRanking.Rank([At("r0", "z0", level: 1), At("r1", "z9")], Here, FailoverPolicy.Default, tiers);

        Assert.Equal(alone[0], both[1]);
    }

    [Fact]
    public void Rank_FarthestOfTheHighestLevel_FitsItsBits()
    {
        var policy = FailoverPolicy.Default with { FailoverPriority = [.. Enumerable.Range(0, 5000).Select(i => new FailoverPriorityLabel($"label{i}", "other"))] };
        var tiers = new int[2];
        var ranks = TierRanking.Rank([At("r1", "z9", level: 15, priority: 65_535), At("r1", "z9", level: 14, priority: 65_535)], Here, policy, tiers);

        Assert.Equal([1, 0], tiers);
        Assert.All(ranks, rank => Assert.True(rank >= 0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(16)]
    public void Level_OutOfRange_Throws(int level) => Assert.Throws<ArgumentOutOfRangeException>(() => At("r0", "z0", level));

    [Fact]
    public void Equals_OtherLevel_IsAnotherAnswerAndTheSameEndpoint()
    {
        Assert.NotEqual(At("r0", "z0"), At("r0", "z0", level: 1));
        Assert.Equal(At("r0", "z0").Identity, At("r0", "z0", level: 1).Identity);
    }

    private static int[] Rank(params Endpoint[] endpoints)
    {
        var tiers = new int[endpoints.Length];
        TierRanking.Rank(endpoints, Here, FailoverPolicy.Default, tiers);
        return tiers;
    }

    private static Endpoint At(string region, string zone, int level = 0, int priority = 0) =>
        new(new("10.0.0.1", 80)) { Locality = new(region, zone), Level = level, Priority = priority };
}
