namespace ClientFailover.Tests.Resolvers;

public sealed class PlaceGuardTests
{
    [Fact]
    public void Clean_PlacesThatAreNamed_AreTheSameList()
    {
        Endpoint[] endpoints = [PoolFixture.Endpoint(1), PoolFixture.Endpoint(2, zone: ""), PoolFixture.Endpoint(3, zone: new string('ü', PlaceGuard.MaxLength))];
        System.Collections.Immutable.ImmutableArray<Endpoint> all = [.. endpoints];
        var problems = new List<string>();

        Assert.True(all == PlaceGuard.Clean(all, problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void Clean_PlacesThatNobodyNamed_CountAsUnknownAndAreTold()
    {
        var problems = new List<string>();

        var clean = PlaceGuard.Clean([PoolFixture.Endpoint(1, zone: "a\nINFO all is well"), PoolFixture.Endpoint(2, region: new string('y', 10_000_000)), PoolFixture.Endpoint(3)], problems);

        Assert.Equal([Locality.Unknown, Locality.Unknown, new("r1", "z1")], clean.Select(endpoint => endpoint.Locality));
        Assert.Equal(
            [
                "10.0.0.1:80 has a zone with control characters; where it is counts as unknown",
                "10.0.0.2:80 has a region of 10000000 characters, more than 252; where it is counts as unknown",
            ],
            problems);
    }
}
