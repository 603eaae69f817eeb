namespace ClientFailover.Tests;

public sealed class VersionRuleTests
{
    [Theory]
    [InlineData("v1 100 0, v1 100 0, v2 100 50, v2 100 50", "v2")]
    [InlineData("v1 100 0, v1 100 0, v2 100 100, v2 100 0", "")] // one host of it: not the version
    [InlineData("v1 100 0, v1 100 0, v2 100 50", "v2")] // its only host
    [InlineData("v1 100 50, v1 100 50, v2 100 50, v2 100 50", "")] // all alike
    [InlineData("v2 100 50, v2 100 50", "")] // no other to compare with
    [InlineData("- 100 50, - 100 50, v1 100 0, v1 100 0", "")] // no name to accuse
    [InlineData("- 100 0, - 100 0, v1 100 50, v1 100 50", "v1")]
    [InlineData("v1 100 0, v1 100 0, v2 5 5, v2 5 5", "")] // too few attempts
    [InlineData("v1 300 0, v2 100 40, v2 100 40, v3 100 60, v3 100 60", "v2 v3")]
    public void Worse_Members_FindsTheVersionsThatFailOnAllTheirHosts(string text, string expected)
    {
        var members = text.Split(", ").Select(one => one.Split(' ')).Select(parts => (
            parts[0] == "-" ? "" : parts[0], new RateSample(Number(parts[1]) - Number(parts[2]), Number(parts[1]))));

        Assert.Equal(expected, string.Join(' ', VersionRule.Worse(members, PeerRatePolicy.Default).Select(each => each.Version).Order(StringComparer.Ordinal)));
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
