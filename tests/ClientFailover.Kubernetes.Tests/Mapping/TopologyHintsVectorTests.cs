using System.Collections.Immutable;
using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>kube-proxy's own cases, those of them that are about hints and the cluster's policy. The others are about the Local traffic policies of a node.</summary>
public sealed class TopologyHintsVectorTests
{
    public static TheoryData<VectorCase> Cases => [.. VectorFiles.Read("k8s-hints.json").Where(static one => one.Kind == "client_filter" && one.Expected.TryGetProperty("topology_mode", out _) && HasReady(one))];

    [Fact]
    public void Cases_AreMostOfThePublishedOnes() => Assert.InRange(Cases.Count, 10, 21);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Choose_PublishedCase_GivesThePublishedEndpoints(VectorCase vector)
    {
        var input = vector.Input;
        var node = input.GetProperty("prefer_same_node_supported").GetBoolean() ? input.GetProperty("node").GetString()! : "";

        var choice = TopologyHints.Choose([.. input.GetProperty("endpoints").EnumerateArray().Select(Endpoint)], input.GetProperty("zone").GetString()!, node);

        var mode = vector.Expected.GetProperty("topology_mode").GetString();
        Assert.Equal(string.IsNullOrEmpty(mode) ? nameof(TopologyMode.None) : mode, choice.Mode.ToString());
        Assert.Equal(Strings(vector.Expected.GetProperty("cluster_endpoints")).Order(StringComparer.Ordinal), choice.Endpoints.Select(static one => one.Address.Authority).Order(StringComparer.Ordinal));
    }

    private static bool HasReady(VectorCase vector) =>
        vector.Expected.TryGetProperty("cluster_endpoints", out var endpoints) && endpoints.ValueKind == JsonValueKind.Array && vector.Input.GetProperty("endpoints").EnumerateArray().Any(static one => one.GetProperty("ready").GetBoolean());

    private static MappedEndpoint Endpoint(JsonElement one) => new(
        new Endpoint(EndpointAddress.Parse(one.GetProperty("address").GetString()!)) { Condition = one.GetProperty("ready").GetBoolean() ? EndpointCondition.Ready : EndpointCondition.Draining },
        [.. Strings(one.GetProperty("zone_hints"))],
        [.. Strings(one.GetProperty("node_hints"))]);

    private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(static one => one.GetString()!);
}
