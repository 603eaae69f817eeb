namespace ClientFailover.Tests;

public sealed class EndpointPriorityTests
{
    private static readonly Caller Here = new(new Locality("r0", "z0"));

    [Fact]
    public void Rank_PrioritiesOfOnePlace_AreTiersInTheirOrder() =>
        Assert.Equal([1, 0, 2, 0], Tiers(At("z0", 20), At("z0", 10), At("z0", 65_535), At("z0", 10)));

    [Fact]
    public void Rank_NearnessAndPriority_NearnessGoesFirst() =>
        Assert.Equal([2, 1, 0, 3], Tiers(At("z1", 0), At("z0", 9), At("z0", 1), At("z1", 5)));

    [Fact]
    public void Rank_NearerTierGoes_TheOthersKeepTheirRank()
    {
        var both = TierRanking.Rank([At("z0", 0), At("z1", 7)], Here, FailoverPolicy.Default, new int[2]);
        var one = TierRanking.Rank([At("z1", 7)], Here, FailoverPolicy.Default, new int[1]);

        Assert.Equal(both[1], Assert.Single(one));
    }

    [Fact]
    public void Rank_StrictPreference_StillRulesOut()
    {
        var tiers = new int[2];
        TierRanking.Rank(
            [At("z0", 3), At("z1", 0)], Here, FailoverPolicy.Default with { RoutingScopes = [RoutingScope.Region, RoutingScope.Zone], RoutingStrict = true }, tiers);

        Assert.Equal([0, -1], tiers);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void Priority_OutOfRange_Throws(int priority) => Assert.Throws<ArgumentOutOfRangeException>(() => At("z0", priority));

    [Fact]
    public void Equals_OtherPriority_IsAnotherAnswerAndTheSameEndpoint()
    {
        Assert.NotEqual(At("z0", 1), At("z0", 2));
        Assert.Equal(At("z0", 1).Identity, At("z0", 2).Identity);
    }

    private static int[] Tiers(params Endpoint[] endpoints)
    {
        var tiers = new int[endpoints.Length];
        TierRanking.Rank(endpoints, Here, FailoverPolicy.Default, tiers);
        return tiers;
    }

    private static Endpoint At(string zone, int priority) => new(new("10.0.0.1", 80)) { Locality = new("r0", zone), Priority = priority };
}
