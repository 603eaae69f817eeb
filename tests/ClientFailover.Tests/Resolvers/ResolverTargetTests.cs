using System.Collections.Frozen;
using ClientFailover.Testing;

namespace ClientFailover.Tests.Resolvers;

public sealed class ResolverTargetTests
{
    [Fact]
    public void Mark_WhatTheTargetSays_GoesOverTheSourceAndTheRestStays()
    {
        var given = new Endpoint(new("10.0.0.1", 80))
        {
            Instance = "i1",
            Locality = new("r1", "z1", "s1"),
            Weight = 7,
            Priority = 3,
            Level = 1,
            Condition = EndpointCondition.Degraded,
            Labels = new Dictionary<string, string> { ["version"] = "1", ["team"] = "a" },
        };
        var target = Target(new("consul", ServiceName.Parse("orders-legacy")) { Level = 2, Locality = new("west"), Labels = Labels(("version", "2"), ("network", "n")) });

        var marked = Assert.Single(target.Mark([given]));

        var expected = new Endpoint(new("10.0.0.1", 80))
        {
            Instance = "i1",
            Locality = new("west", "z1", "s1"),
            Weight = 7,
            Priority = 3,
            Level = 3,
            Condition = EndpointCondition.Degraded,
            Labels = Labels(("version", "2"), ("team", "a"), ("network", "n"), ("clientfailover.io/source", "consul/orders-legacy")),
        };
        Assert.Equal(expected, marked);
    }

    [Fact]
    public void Mark_EveryProperty_IsCopied()
    {
        // One that is added to Endpoint, and not to Mark, would be lost.
        string[] known = ["Address", "Instance", "Locality", "Weight", "Priority", "Level", "Condition", "Labels", "Identity"];

        Assert.Equal(known.Order(), typeof(Endpoint).GetProperties().Select(property => property.Name).Order());
    }

    [Fact]
    public void Mark_EndpointsOfManyLabels_KeepTheirOwn()
    {
        var marked = Target(new("consul", null)).Mark([.. Enumerable.Range(0, 6).Select(i => new Endpoint(new("10.0.0.1", 80 + i)) { Labels = i % 2 == 0 ? Labels() : Labels(("i", $"{i}")) })]);

        Assert.Equal(["", "1", "", "3", "", "5"], marked.Select(one => one.Labels.GetValueOrDefault("i", "")));
        Assert.All(marked, one => Assert.Equal("consul", one.Labels["clientfailover.io/source"]));
    }

    [Theory]
    [InlineData(null, "orders", "orders", "consul")]
    [InlineData("legacy", "orders", "legacy", "consul/legacy")]
    [InlineData("legacy", "_grpc.orders", "_grpc.legacy", "consul/legacy")]
    [InlineData("_web.legacy", "_grpc.orders", "_web.legacy", "consul/_web.legacy")]
    [InlineData(null, "_grpc.orders", "_grpc.orders", "consul")]
    public void For_APortThatACallNames_IsAskedForThereToo(string? service, string called, string asked, string name)
    {
        var target = new ConfiguredTarget("consul", service is null ? null : ServiceName.Parse(service));

        Assert.Equal(asked, target.For(ServiceName.Parse(called)).ToString());
        Assert.Equal(name, target.Name);
    }

    private static ResolverTarget Target(ConfiguredTarget options) =>
        new(options, new SharedSource(new ScriptedResolver(), TimeProvider.System, new Entropy(1)), IsSettled: false);

    private static FrozenDictionary<string, string> Labels(params (string Key, string Value)[] labels) => labels.ToFrozenDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);
}
