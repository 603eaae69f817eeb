namespace ClientFailover.Tests;

public sealed class EndpointSelectorTests
{
    private static readonly Endpoint Plain = new(new("10.0.0.1", 80));

    private static readonly Endpoint Labelled = new(new("10.0.0.2", 80))
    {
        Locality = new("eu-west", "eu-west-1a"),
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = "primary", ["version"] = "v2" },
    };

    [Theory]
    // text, as it reads, chooses the labelled one, chooses the plain one
    [InlineData("", "", true, true)]
    [InlineData("region=eu-west", "region=eu-west", true, false)]
    [InlineData(" region == eu-west ", "region=eu-west", true, false)]
    [InlineData("region in (eu-west,eu-central)", "region in (eu-west, eu-central)", true, false)]
    [InlineData("topology.kubernetes.io/zone=eu-west-1a", "topology.kubernetes.io/zone=eu-west-1a", true, false)]
    [InlineData("region=us-east", "region=us-east", false, false)]
    [InlineData("region!=us-east", "region!=us-east", true, true)]
    [InlineData("region notin (eu-west, us-east)", "region notin (eu-west, us-east)", false, true)]
    [InlineData("role", "role", true, false)]
    [InlineData("!role", "!role", false, true)]
    [InlineData("role=primary, version in (v2)", "role=primary, version=v2", true, false)]
    [InlineData("role=primary,version=v3", "role=primary, version=v3", false, false)]
    [InlineData("Role=primary", "Role=primary", false, false)]
    public void Parse_Selector_ChoosesByLabels(string text, string canonical, bool labelled, bool plain)
    {
        var selector = EndpointSelector.Parse(text);

        Assert.Equal(canonical, selector.ToString());
        Assert.Equal((labelled, plain), (selector.Matches(Labelled), selector.Matches(Plain)));
        Assert.Equal(selector, EndpointSelector.Parse(canonical));
        var rest = EndpointSelector.Everything.Without(selector);
        Assert.Equal((!labelled, !plain), (rest.Matches(Labelled), rest.Matches(Plain)));
    }

    [Theory]
    [InlineData("region=")]
    [InlineData("=eu-west")]
    [InlineData("region in eu-west")]
    [InlineData("region in (eu-west")]
    [InlineData("region within (eu-west)")]
    [InlineData("region in ()")]
    [InlineData("region=eu west")]
    [InlineData("a,,b")]
    [InlineData("a,")]
    [InlineData("!")]
    [InlineData("region=eu-west)")]
    public void Parse_Nonsense_SaysWhatIsWrong(string text)
    {
        var error = Assert.Throws<FormatException>(() => EndpointSelector.Parse(text));

        Assert.StartsWith($"'{text}' is no label selector: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("region in (a, b), zone=c", true)]
    [InlineData("region", true)]
    [InlineData("region!=a", false)]
    [InlineData("!region", false)]
    [InlineData("zone=c, region notin (a)", false)]
    public void IsPositive_Terms_AreAllOfWhatIsChosen(string text, bool expected) => Assert.Equal(expected, EndpointSelector.Parse(text).IsPositive);

    [Fact]
    public void InRegions_Regions_ChoosesThoseWhoSaySo()
    {
        var selector = EndpointSelector.InRegions("eu-west", "eu-central");

        Assert.Equal(EndpointSelector.Parse("region in (eu-west, eu-central)"), selector);
        Assert.True(selector.Matches(Labelled));
        Assert.False(selector.Matches(Plain)); // it does not say where it runs
        Assert.Throws<ArgumentException>(() => EndpointSelector.InRegions());
        Assert.Throws<ArgumentException>(() => EndpointSelector.InRegions("eu-west", " "));
    }

    [Fact]
    public void And_Two_ChoosesWhatBothDo()
    {
        var (region, role) = (EndpointSelector.Parse("region=eu-west"), EndpointSelector.Parse("role=replica"));

        Assert.False(region.And(role).Matches(Labelled));
        Assert.Same(region, region.And(EndpointSelector.Everything));
        Assert.Same(role, EndpointSelector.Everything.And(role));
        Assert.Equal(region, region.And(EndpointSelector.Parse("region=eu-west")));
    }

    [Fact]
    public void Matches_LabelOfTheNameRegion_GoesBeforeTheLocality()
    {
        var endpoint = new Endpoint(new("10.0.0.3", 80)) { Locality = new("eu-west", "a"), Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = "moon" } };

        Assert.True(EndpointSelector.Parse("region=moon").Matches(endpoint));
        Assert.False(EndpointSelector.Parse("region=eu-west").Matches(endpoint));
    }
}
