using ClientFailover.Consul.Servers;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Consul.Tests;

/// <summary>What a healthy Consul says and how its changes arrive. The tests share the servers and keep to services of their own.</summary>
[Collection(RealConsulCollection.Name)]
public sealed class RealConsulTests(RealConsulFixture fixture) : IClassFixture<RealConsulFixture>
{
    [Fact]
    public async Task Watch_UnknownService_IsAnEmptyListAtOnce()
    {
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "nobody");

        Assert.Empty((await watch.NextResolvedAsync()).Endpoints);
    }

    [Fact]
    public async Task Watch_TwoDatacenters_AreMergedWithTheDatacenterAsRegion()
    {
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("merged", "m-east", 1001));
        await fixture.Servers.West.RegisterAsync(new ConsulRegistration("merged", "m-west", 1002) { Meta = new Dictionary<string, string> { ["zone"] = "w1" } });
        await using var resolver = Resolver("dc-east", "dc-west");
        await using var watch = new Watched(resolver, "Merged");

        var answer = await watch.NextWithAsync("m-east", "m-west");

        Assert.Single(watch.Seen);
        Assert.Empty(answer.Problems);
        Assert.Equal([new Locality("dc-east"), new Locality("dc-west", "w1")], answer.Endpoints.Select(static endpoint => endpoint.Locality));
        Assert.Equal(["dc-east/east/m-east", "dc-west/west/m-west"], answer.Endpoints.Select(static endpoint => endpoint.Instance));
    }

    [Fact]
    public async Task Watch_InstanceAddedReweightedRemoved_EachIsSeen()
    {
        var first = new ConsulRegistration("changing", "c-1", 1001);
        await fixture.Servers.East.RegisterAsync(first);
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "changing");
        await watch.NextWithAsync("c-1");

        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("changing", "c-2", 1002));
        await watch.NextWithAsync("c-1", "c-2");

        await fixture.Servers.East.RegisterAsync(first with { PassingWeight = 9 });
        await watch.NextResolvedAsync(static answer => answer.Endpoints.Any(static endpoint => endpoint.Weight == 9));

        await fixture.Servers.East.DeregisterAsync("c-1");
        await watch.NextWithAsync("c-2");
    }

    [Fact]
    public async Task Watch_RemoteDatacenterChanges_IsSeen()
    {
        await fixture.Servers.West.RegisterAsync(new ConsulRegistration("remote", "r-1", 1001));
        await using var resolver = Resolver("dc-east", "dc-west");
        await using var watch = new Watched(resolver, "remote");
        await watch.NextWithAsync("r-1");

        await fixture.Servers.West.RegisterAsync(new ConsulRegistration("remote", "r-2", 1002));

        await watch.NextWithAsync("r-1", "r-2");
    }

    [Fact]
    public async Task Watch_CheckWarnsThenFailsThenPasses_WeightFollowsAndCriticalLeaves()
    {
        var one = new ConsulRegistration("checked", "k-1", 1001) { PassingWeight = 10, WarningWeight = 2, Check = "passing" };
        await fixture.Servers.East.RegisterAsync(one);
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("checked", "k-2", 1002));
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "checked");
        await watch.NextWithAsync("k-1", "k-2");

        await fixture.Servers.East.SetCheckAsync(one, "warning");
        await watch.NextResolvedAsync(static answer => answer.Endpoints.Any(static endpoint => endpoint is { Weight: 2, Condition: EndpointCondition.Ready }));

        await fixture.Servers.East.SetCheckAsync(one, "critical");
        await watch.NextWithAsync("k-2");

        await fixture.Servers.East.SetCheckAsync(one, "passing");
        await watch.NextResolvedAsync(static answer => answer.Endpoints.Any(static endpoint => endpoint is { Weight: 10, Condition: EndpointCondition.Ready }));
    }

    [Fact]
    public async Task Watch_WarningWithWeightZero_IsDegraded()
    {
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("rather-not", "d-1", 1001) { WarningWeight = 0, Check = "warning" });
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "rather-not");

        Assert.Equal(EndpointCondition.Degraded, (await watch.NextWithAsync("d-1")).Endpoints[0].Condition);
    }

    [Fact]
    public async Task Watch_MaintenanceOfServiceOrNode_DrainsAndComesBack()
    {
        await fixture.Servers.West.RegisterAsync(new ConsulRegistration("tended", "t-1", 1001));
        await using var resolver = Resolver("dc-west");
        await using var watch = new Watched(resolver, "tended");
        await watch.NextResolvedAsync(Is(EndpointCondition.Ready));

        await fixture.Servers.West.SetMaintenanceAsync("t-1", on: true);
        await watch.NextResolvedAsync(Is(EndpointCondition.Draining));
        await fixture.Servers.West.SetMaintenanceAsync("t-1", on: false);
        await watch.NextResolvedAsync(Is(EndpointCondition.Ready));

        await fixture.Servers.West.SetNodeMaintenanceAsync(on: true);
        await watch.NextResolvedAsync(Is(EndpointCondition.Draining));
        await fixture.Servers.West.SetNodeMaintenanceAsync(on: false);
        await watch.NextResolvedAsync(Is(EndpointCondition.Ready));

        static Func<Resolution.Resolved, bool> Is(EndpointCondition condition) => answer => answer.Endpoints is [var only] && only.Condition == condition;
    }

    [Fact]
    public async Task Watch_CatalogEntriesByHand_NodeMetaIsReadAndImpossibleOnesAreNamed()
    {
        await fixture.Servers.East.RegisterInCatalogAsync(new ConsulRegistration("by-hand", "h-1", 1001) { Address = null, Tags = ["subzone=rack-7"] }, "bare", "10.1.1.1", new Dictionary<string, string> { ["zone"] = "z1" });
        await fixture.Servers.East.RegisterInCatalogAsync(new ConsulRegistration("by-hand", "h-2", 70000), "bare", "10.1.1.1", new Dictionary<string, string> { ["zone"] = "z1" });
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "by-hand");

        var answer = await watch.NextWithAsync("h-1");

        var endpoint = Assert.Single(answer.Endpoints);
        Assert.Equal("10.1.1.1:1001", endpoint.Address.Authority);
        Assert.Equal(new Locality("dc-east", "z1", "rack-7"), endpoint.Locality);
        Assert.Contains("'dc-east/bare/h-2' has the Service.Port 70000", Assert.Single(answer.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_PortName_TakesTheTaggedInstances()
    {
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("ported", "p-http", 1001) { Tags = ["http"] });
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("ported", "p-grpc", 1002) { Tags = ["gRPC"] });
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "_grpc.ported");

        await watch.NextWithAsync("p-grpc");
    }

    [Fact]
    public async Task Watch_UnknownDatacenter_FailsAndNamesIt()
    {
        await using var resolver = Resolver("dc-nowhere");
        await using var watch = new Watched(resolver, "any");

        await watch.NextFailedAsync("datacenter 'dc-nowhere'");
    }

    [Fact]
    public async Task Watch_OneDatacenterUnknown_TheOtherServesAndTheProblemIsNamed()
    {
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("half-known", "u-1", 1001));
        await using var resolver = Resolver("dc-nowhere", "dc-east");
        await using var watch = new Watched(resolver, "half-known");

        var answer = await watch.NextWithAsync("u-1");

        Assert.Contains("datacenter 'dc-nowhere' cannot be asked", Assert.Single(answer.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_StaleReads_SeeChangesToo()
    {
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("stale", "s-1", 1001));
        await using var resolver = new ConsulResolver(Options(options => options.Consistency = ConsulConsistency.Stale));
        await using var watch = new Watched(resolver, "stale");
        await watch.NextWithAsync("s-1");

        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("stale", "s-2", 1002));

        await watch.NextWithAsync("s-1", "s-2");
    }

    private ConsulResolver Resolver(params string[] datacenters) => new(Options(options =>
    {
        foreach (var datacenter in datacenters)
        {
            options.Datacenters.Add(datacenter);
        }
    }));

    private ConsulOptions Options(Action<ConsulOptions> configure) => Settings.Options(options =>
    {
        options.Address = fixture.Servers.East.Address.AbsoluteUri;
        options.Wait = TimeSpan.FromSeconds(60);
        configure(options);
    });
}
