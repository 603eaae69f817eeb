using System.Text;

namespace ClientFailover.Kubernetes.Tests;

public sealed class SliceMappingTests
{
    private static readonly ClusterSettings Cluster = new(new KubernetesClusterOptions { Name = "east", Server = "https://api", Region = "us-east", Zone = "fallback", Network = "net-1" }, null);

    [Theory]
    [InlineData("""null""", EndpointCondition.Ready)]
    [InlineData("""{}""", EndpointCondition.Ready)]
    [InlineData("""{"ready":true,"serving":true,"terminating":false}""", EndpointCondition.Ready)]
    [InlineData("""{"ready":true,"serving":true,"terminating":true}""", EndpointCondition.Ready)]
    [InlineData("""{"ready":false,"serving":true,"terminating":true}""", EndpointCondition.Draining)]
    [InlineData("""{"ready":false,"serving":false,"terminating":true}""", null)]
    [InlineData("""{"ready":false,"serving":false,"terminating":false}""", null)]
    [InlineData("""{"ready":false,"terminating":true}""", null)]
    public void Condition_EachCombination(string conditions, EndpointCondition? expected) =>
        Assert.Equal(expected, SliceMapping.Condition(Slice($$"""[{"conditions":{{conditions}}}]""").Endpoints![0]!.Conditions));

    [Fact]
    public void Map_Labels_ClusterNetworkNodeAndFallbackZone()
    {
        var one = Assert.Single(SliceMapping.Map(Slice("""[{"addresses":["10.0.0.1"],"nodeName":"n1"}]"""), "", Cluster).Endpoints).Endpoint;

        Assert.Equal(new Locality("us-east", "fallback", "n1"), one.Locality);
        Assert.Equal(("east", "net-1", "n1"), (one.Labels["topology.istio.io/cluster"], one.Labels["topology.istio.io/network"], one.Labels["kubernetes.io/hostname"]));
        Assert.Equal("east", one.Instance);
    }

    [Theory]
    [InlineData("""[{"port":0}]""", "ports.port 0")]
    [InlineData("""[{"port":70000}]""", "ports.port 70000")]
    [InlineData("""[{"name":"http","port":null}]""", "ports.port null")]
    [InlineData("""[]""", "no TCP port")]
    [InlineData("""null""", "no TCP port")]
    [InlineData("""[{"port":53,"protocol":"UDP"}]""", "no TCP port")]
    [InlineData("""[{"name":"a","port":1},{"name":"b","port":2}]""", "name one, as in _a.orders")]
    public void Map_ImpossiblePorts_AreNamedWithSliceAndField(string ports, string problem)
    {
        var mapped = SliceMapping.Map(Slice("""[{"addresses":["10.0.0.1"]}]""", ports), "", Cluster);

        Assert.Empty(mapped.Endpoints);
        Assert.Contains(problem, Assert.Single(mapped.Problems), StringComparison.Ordinal);
        Assert.Contains("slice 'orders-a'", mapped.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", """[{"name":"","port":8080}]""", "10.0.0.1:8080")]
    [InlineData("", """[{"name":"admin","port":1},{"name":"http","port":8080}]""", "10.0.0.1:8080")]
    [InlineData("grpc", """[{"name":"http","port":8080},{"name":"gRPC","port":9090}]""", "10.0.0.1:9090")]
    [InlineData("", """[{"name":"https","port":8443}]""", "https://10.0.0.1:8443")]
    [InlineData("", """[{"name":"web","port":8443,"appProtocol":"https"}]""", "https://10.0.0.1:8443")]
    [InlineData("", """[{"name":"https","port":8080,"appProtocol":"http"}]""", "10.0.0.1:8080")]
    [InlineData("", """[{"name":"grpc","port":9090,"appProtocol":"kubernetes.io/h2c"}]""", "10.0.0.1:9090")]
    public void Map_Ports_ByNameOrTheOnlyOne(string name, string ports, string expected) =>
        Assert.Equal(expected, Assert.Single(SliceMapping.Map(Slice("""[{"addresses":["10.0.0.1"]}]""", ports), name, Cluster).Endpoints).Endpoint.Address.ToString());

    [Theory]
    [InlineData("""{"addresses":["orders.example"]}""")]
    [InlineData("""{"addresses":["fd00::1"]}""")]
    [InlineData("""{"addresses":["0.0.0.0"]}""")]
    [InlineData("""{"addresses":[]}""")]
    [InlineData("""{}""")]
    public void Map_AddressThatCannotBeCalled_IsLeftOutAndTheRestServes(string bad)
    {
        var mapped = SliceMapping.Map(Slice($$"""[{{bad}},null,{"addresses":["10.0.0.2"]}]"""), "", Cluster);

        Assert.Equal("10.0.0.2", Assert.Single(mapped.Endpoints).Endpoint.Address.Host);
        Assert.Contains("endpoints[0].addresses", Assert.Single(mapped.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_Fqdn_IsRefusedAndTheRestServes()
    {
        var list = List(Settings.Of(), Slice("""[{"addresses":["a.example"]}]""", type: "FQDN", name: "f"), Slice("""[{"addresses":["10.0.0.1"]}]"""));

        Assert.Equal("10.0.0.1", Assert.Single(list.Endpoints).Address.Host);
        Assert.Contains("slice 'f' has the addressType 'FQDN'", Assert.Single(list.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KubernetesAddressFamily.PreferIPv4, "10.0.0.1")]
    [InlineData(KubernetesAddressFamily.PreferIPv6, "fd00::1")]
    [InlineData(KubernetesAddressFamily.IPv4, "10.0.0.1")]
    [InlineData(KubernetesAddressFamily.IPv6, "fd00::1")]
    public void List_DualStack_OneFamily(KubernetesAddressFamily family, string expected) =>
        Assert.Equal(expected, Assert.Single(List(Settings.Of(options => options.AddressFamily = family), Slice("""[{"addresses":["10.0.0.1"]}]"""), Slice("""[{"addresses":["fd00::1"]}]""", type: "IPv6", name: "six")).Endpoints).Address.Host);

    [Fact]
    public void List_OnlyIPv6_IsUsedUnlessIPv4IsDemanded()
    {
        var six = Slice("""[{"addresses":["fd00::1"]}]""", type: "IPv6");

        Assert.Single(List(Settings.Of(), six).Endpoints);
        Assert.Empty(List(Settings.Of(static options => options.AddressFamily = KubernetesAddressFamily.IPv4), six).Endpoints);
    }

    [Fact]
    public void List_SameEndpointInTwoSlices_IsOneWithTheBetterCondition()
    {
        const string Draining = """[{"addresses":["10.0.0.1"],"conditions":{"ready":false,"serving":true,"terminating":true}},{"addresses":["10.0.0.2"]}]""";

        var list = List(Settings.Of(), Slice(Draining, name: "a"), Slice("""[{"addresses":["10.0.0.1"]}]""", name: "b"));

        Assert.Equal(["10.0.0.1 Ready", "10.0.0.2 Ready"], list.Endpoints.Select(static one => $"{one.Address.Host} {one.Condition}"));
    }

    [Fact]
    public void List_AllTerminating_AreBetterThanNobody() =>
        Assert.Equal(EndpointCondition.Degraded, Assert.Single(List(Settings.Of(), Slice("""[{"addresses":["10.0.0.1"],"conditions":{"ready":false,"serving":true,"terminating":true}}]""")).Endpoints).Condition);

    [Fact]
    public void List_Hints_PutThoseOfOtherZonesBehind()
    {
        const string Endpoints = """[{"addresses":["10.0.0.1"],"hints":{"forZones":[{"name":"a"}]}},{"addresses":["10.0.0.2"],"hints":{"forZones":[{"name":"b"}]}}]""";

        Assert.Equal([0, 1], Priorities(static options => options.UseHints = true));
        Assert.Equal([0, 0], Priorities(static options => options.UseHints = false));

        IEnumerable<int> Priorities(Action<KubernetesOptions> configure) => List(Settings.Of(configure, new Locality("r", "a")), Slice(Endpoints)).Endpoints.Select(static one => one.Priority);
    }

    private static InstanceList List(KubernetesSettings settings, params EndpointSlice[] slices) =>
        new InstanceMapping("", settings.Clusters[0], settings).Map(slices.Aggregate(SliceSet.None, static (set, slice) => set.With(slice)));

    private static EndpointSlice Slice(string endpoints, string ports = """[{"name":"http","port":8080}]""", string type = "IPv4", string name = "orders-a") =>
        SliceParser.Parse(Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{name}}}","labels":{"kubernetes.io/service-name":"orders"}},"addressType":"{{{type}}}","endpoints":{{{endpoints}}},"ports":{{{ports}}}}"""));
}
