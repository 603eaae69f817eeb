using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClientFailover.Consul.Tests;

public sealed class InstanceMappingTests
{
    private readonly List<string> _problems = [];

    [Fact]
    public void Map_NoServiceAddress_UsesTheNodes() => Assert.Equal("10.0.0.1:8080", Map(Answers.Instance())!.Address.Authority);

    [Theory]
    [InlineData("fd00::7", "[fd00::7]:8080")]
    [InlineData("[fd00::7]", "[fd00::7]:8080")]
    [InlineData("orders.example.com", "orders.example.com:8080")]
    public void Map_ServiceAddress_MayBeNameOrIPv6(string address, string authority) =>
        Assert.Equal(authority, Map(Answers.Instance(service: service => service["Address"] = address))!.Address.Authority);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("two words")]
    [InlineData("http://10.0.0.1")]
    public void Map_AddressThatCannotBeCalled_IsLeftOutAndNamed(string address)
    {
        Assert.Null(Map(Answers.Instance(service: service => service["Address"] = address)));
        Assert.Contains($"'dc-east/n1/web-1' has the Service.Address '{address}'", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_NoAddressAnywhere_IsLeftOutAndNamed()
    {
        Assert.Null(Map(Answers.Instance(node: static node => node["Address"] = "")));
        Assert.Contains("neither Service.Address nor Node.Address", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    [InlineData(long.MaxValue)]
    public void Map_PortOutOfRange_IsLeftOutAndNamed(long port)
    {
        Assert.Null(Map(Answers.Instance(service: service => service["Port"] = port)));
        Assert.Contains($"Service.Port {port}", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_CriticalAndSpoiled_IsNotReported()
    {
        Assert.Null(Map(Answers.Instance(service: static service => service["Port"] = 0, checks: ("a", "critical"))));
        Assert.Empty(_problems);
    }

    [Theory]
    [InlineData(7, 1, "passing", 7, EndpointCondition.Ready, false)]
    [InlineData(7, 3, "warning", 3, EndpointCondition.Ready, false)]
    [InlineData(7, 0, "warning", 1, EndpointCondition.Degraded, false)]
    [InlineData(7, 0, "passing", 7, EndpointCondition.Ready, false)]
    [InlineData(0, 1, "passing", 1, EndpointCondition.Ready, true)]
    [InlineData(-4, 1, "passing", 1, EndpointCondition.Ready, true)]
    [InlineData(7, -4, "warning", 1, EndpointCondition.Ready, true)]
    [InlineData(2_000_000, 1, "passing", Endpoint.MaxWeight, EndpointCondition.Ready, true)]
    [InlineData(long.MaxValue, 1, "passing", Endpoint.MaxWeight, EndpointCondition.Ready, true)]
    public void Map_Weights_AreTakenByHealthAndKeptInRange(long passing, long warning, string status, int weight, EndpointCondition condition, bool reported)
    {
        var endpoint = Map(Answers.Instance(service: service => service["Weights"] = new JsonObject { ["Passing"] = passing, ["Warning"] = warning }, checks: ("a", status)))!;

        Assert.Equal((weight, condition), (endpoint.Weight, endpoint.Condition));
        Assert.Equal(reported, _problems.Count == 1 && _problems[0].Contains("Weights.", StringComparison.Ordinal));
    }

    [Fact]
    public void Map_NoWeights_WeighsOne() => Assert.Equal(1, Map(Answers.Instance(service: static service => service["Weights"] = null))!.Weight);

    [Fact]
    public void Map_Labels_ServiceMetaThenNodeMetaThenTags()
    {
        var endpoint = Map(Answers.Instance(
            service: static service =>
            {
                service["Meta"] = new JsonObject { ["zone"] = "from-service", ["region"] = " " };
                service["Tags"] = new JsonArray("zone=from-tag", "region=from-tag", "subzone=from-tag", "primary", "=x", null);
            },
            node: static node => node["Meta"] = new JsonObject { ["zone"] = "from-node", ["region"] = "from-node" }))!;

        Assert.Equal(new Locality("from-node", "from-service", "from-tag"), endpoint.Locality);
        Assert.Equal("n1", endpoint.Labels["node"]);
    }

    [Fact]
    public void Map_NoRegionLabel_RegionIsTheDatacenter() => Assert.Equal(new Locality("dc-east"), Map(Answers.Instance())!.Locality);

    [Fact]
    public void Map_ConfiguredKeys_TheFirstWithAValueCounts()
    {
        var settings = Settings.Of(static options =>
        {
            options.ZoneKeys.Add("topology.zone");
            options.ZoneKeys.Add("az");
        });

        var endpoint = Map(Answers.Instance(service: static service => service["Meta"] = new JsonObject { ["az"] = "a", ["zone"] = "ignored" }), settings)!;

        Assert.Equal("a", endpoint.Locality.Zone);
    }

    [Fact]
    public void Map_NamedCluster_ItsPlaceStandsInAndItsNameDistinguishes()
    {
        var settings = Settings.Of(static options => options.Clusters.Add(new() { Name = "west", Region = "us-west", Zone = "us-west-1", Network = "w-net" }));

        var endpoint = Map(Answers.Instance(service: static service => service["Meta"] = new JsonObject { ["zone"] = "own" }), settings)!;

        Assert.Equal("west/dc-east/n1/web-1", endpoint.Instance);
        Assert.Equal(new Locality("us-west", "own"), endpoint.Locality);
        Assert.Equal(("west", "w-net"), (endpoint.Labels["topology.istio.io/cluster"], endpoint.Labels["topology.istio.io/network"]));
        Assert.Equal("us-west-1", Map(Answers.Instance(), settings)!.Locality.Zone);
    }

    [Theory]
    [InlineData("passing", false)]
    [InlineData("warning", true)]
    public void Map_OnlyPassing_LeavesOutWhatWarns(string status, bool isLeftOut) =>
        Assert.Equal(isLeftOut, Map(Answers.Instance(checks: ("a", status)), onlyPassing: true) is null);

    [Fact]
    public void Map_SameServiceIdOnTwoNodes_AreTwoInstances() =>
        Assert.NotEqual(Map(Answers.Instance())!.Identity, Map(Answers.Instance(node: static node => node["Node"] = "n2"))!.Identity);

    private Endpoint? Map(JsonObject instance, ConsulSettings? settings = null, bool onlyPassing = false)
    {
        settings ??= Settings.Of();
        return new InstanceMapping(new InstancePlace(settings.Clusters[0], "dc-east"), settings, onlyPassing).Map(instance.Deserialize(ConsulJson.Default.HealthEntry), _problems.Add);
    }
}
