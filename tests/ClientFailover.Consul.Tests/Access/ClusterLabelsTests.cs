namespace ClientFailover.Consul.Tests;

public sealed class ClusterLabelsTests
{
    [Theory]
    [InlineData("", null, "")]
    [InlineData("", "", "")]
    [InlineData("east", null, "topology.istio.io/cluster=east")]
    [InlineData("east", "n1", "topology.istio.io/cluster=east topology.istio.io/network=n1")]
    public void Of_NameAndNetwork_AreLabelsWhereTheyAreKnown(string name, string? network, string expected) =>
        Assert.Equal(expected, string.Join(' ', ClusterLabels.Of(name, network).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}")));
}
