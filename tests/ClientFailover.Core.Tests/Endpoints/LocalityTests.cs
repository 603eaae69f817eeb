namespace ClientFailover.Tests;

public sealed class LocalityTests
{
    [Fact]
    public void Equals_MissingParts_AreEmpty()
    {
        Assert.Equal(new Locality("r", "", null), new Locality("r"));
        Assert.Equal(default, Locality.Unknown);
        Assert.True(new Locality("", null).IsUnknown);
    }

    [Fact]
    public void SameZone_SameNameInAnotherRegion_IsAnotherZone()
    {
        Assert.False(new Locality("r1", "a").SameZone(new Locality("r2", "a")));
        Assert.True(new Locality("r1", "a", "x").SameZone(new Locality("r1", "a", "y")));
        Assert.False(new Locality("r1", "A").SameZone(new Locality("r1", "a")));
    }

    [Fact]
    public void WithoutSubZone_OfTwoRacks_IsTheSameZone()
    {
        Assert.Equal(new Locality("r", "z"), new Locality("r", "z", "rack-1").WithoutSubZone);
        Assert.Equal(Locality.Unknown, Locality.Unknown.WithoutSubZone);
    }

    [Theory]
    [InlineData(null, null, null, "unknown")]
    [InlineData("r", null, null, "r")]
    [InlineData("r", "z", null, "r/z")]
    [InlineData("r", "z", "s", "r/z/s")]
    public void ToString_Parts_AreJoined(string? region, string? zone, string? subZone, string expected) =>
        Assert.Equal(expected, new Locality(region, zone, subZone).ToString());
}
