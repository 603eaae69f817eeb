using System.Globalization;
using ClientFailover.Consul.Servers;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Consul.Tests;

/// <summary>What real servers make of the options.</summary>
[Collection(RealConsulCollection.Name)]
public sealed class RealConsulOptionsTests(RealConsulFixture fixture) : IClassFixture<RealConsulFixture>
{
    [Fact]
    public async Task Watch_PreparedQuery_TurnsToTheOtherDatacenterAndBack()
    {
        var (east, west) = (fixture.Servers.East, fixture.Servers.West);
        var near = new ConsulRegistration("queried", "q-east", 1001);
        await east.RegisterAsync(near);
        await west.RegisterAsync(new ConsulRegistration("queried", "q-west", 1002));
        await east.CreateQueryAsync("queried-anywhere", "queried", failover: "dc-west");
        await using var resolver = Resolver(static options =>
        {
            options.QueryInterval = TimeSpan.FromMilliseconds(500);
            options.Services["queried"] = new ConsulServiceOptions { Query = "queried-anywhere", Near = "_agent" };
        });
        await using var watch = new Watched(resolver, "queried");
        await watch.NextWithAsync("q-east");

        await east.DeregisterAsync("q-east");
        await watch.NextWithAsync("q-west");
        await east.RegisterAsync(near);
        await watch.NextWithAsync("q-east");

        Assert.Equal(3, watch.Seen.Count);
    }

    [Fact]
    public async Task Watch_TagsFilterAndName_AllMustFit()
    {
        var east = fixture.Servers.East;
        var live = new Dictionary<string, string>(StringComparer.Ordinal) { ["stage"] = "live" };
        await east.RegisterAsync(new ConsulRegistration("chosen", "all", 1001) { Tags = ["a", "b", "c"], Meta = live });
        await east.RegisterAsync(new ConsulRegistration("chosen", "one-tag", 1002) { Tags = ["a"], Meta = live });
        await east.RegisterAsync(new ConsulRegistration("chosen", "filtered", 1003) { Tags = ["a", "b"] });
        await using var resolver = Resolver(static options =>
        {
            options.Near = "_agent";
            options.Services["mine"] = new ConsulServiceOptions { Name = "chosen", Tags = { "a", "b" }, Filter = "Service.Meta.stage == \"live\"" };
        });
        await using var watch = new Watched(resolver, "mine");

        await watch.NextWithAsync("all");
        await east.RegisterAsync(new ConsulRegistration("chosen", "new", 1004) { Tags = ["b", "a"], Meta = live });
        await watch.NextWithAsync("all", "new");
    }

    [Fact]
    public async Task Watch_ServiceWithDatacenterOfItsOwn_IsLookedUpThere()
    {
        await fixture.Servers.West.RegisterAsync(new ConsulRegistration("elsewhere", "e-west", 1001));
        await using var resolver = Resolver(static options => options.Services["elsewhere"] = new ConsulServiceOptions { Datacenters = { "dc-west" } });
        await using var watch = new Watched(resolver, "elsewhere");

        await watch.NextWithAsync("e-west");
    }

    [Fact]
    public async Task Watch_OnlyPassing_WarningLeavesAndComesBack()
    {
        var one = new ConsulRegistration("strict", "s-1", 1001) { Check = "passing" };
        await fixture.Servers.East.RegisterAsync(one);
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("strict", "s-2", 1002));
        await using var resolver = Resolver(static options => options.OnlyPassing = true);
        await using var watch = new Watched(resolver, "strict");
        await watch.NextWithAsync("s-1", "s-2");

        await fixture.Servers.East.SetCheckAsync(one, "warning");
        await watch.NextWithAsync("s-2");
        await fixture.Servers.East.SetCheckAsync(one, "passing");
        await watch.NextWithAsync("s-1", "s-2");
    }

    [Fact]
    public async Task Watch_ConsistentReads_SeeChangesToo()
    {
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("consistent", "c-1", 1001));
        await using var resolver = Resolver(static options => options.Consistency = ConsulConsistency.Consistent);
        await using var watch = new Watched(resolver, "consistent");
        await watch.NextWithAsync("c-1");

        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("consistent", "c-2", 1002));

        await watch.NextWithAsync("c-1", "c-2");
    }

    [Fact]
    public async Task Watch_NamespaceOnAServerWithout_FailsWithTheRemedy()
    {
        await using var resolver = Resolver(static options => options.Namespace = "shop");
        await using var watch = new Watched(resolver, "any");

        await watch.NextFailedAsync("Namespace and Partition are for Consul Enterprise: remove them if this server is another");
    }

    [Fact]
    public async Task Watch_SpuriousWakeUps_PublishNothing()
    {
        var one = new ConsulRegistration("woken", "w-1", 1001) { Check = "passing" };
        await fixture.Servers.East.RegisterAsync(one);
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "woken");
        await watch.NextWithAsync("w-1");

        for (var i = 0; i < 20; i++)
        {
            await fixture.Servers.East.SetCheckAsync(one, "passing", $"output {i}");
        }

        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("woken", "w-2", 1002));
        await watch.NextWithAsync("w-1", "w-2");
        Assert.Equal(2, watch.Seen.Count);
    }

    [Fact]
    public async Task Watch_200Services_EachHoldsItsRequestAndSeesItsChange()
    {
        var east = fixture.Servers.East;
        await using var resolver = Resolver(static options => options.Wait = TimeSpan.FromSeconds(60));
        var watches = Enumerable.Range(0, 200).Select(i => (Name: i.ToString("'many-'0", CultureInfo.InvariantCulture), Watch: new Watched(resolver, i.ToString("'many-'0", CultureInfo.InvariantCulture)))).ToList();
        await Task.WhenAll(watches.Select(static one => one.Watch.NextResolvedAsync(static answer => answer.Endpoints.IsEmpty)));

        await Task.WhenAll(watches.Select(one => east.RegisterAsync(new ConsulRegistration(one.Name, one.Name, 1001))));

        await Task.WhenAll(watches.Select(static one => one.Watch.NextWithAsync(one.Name)));
        Assert.All(watches, static one => Assert.DoesNotContain(one.Watch.Seen, static said => said is Resolution.Failed));
        await Task.WhenAll(watches.Select(static one => one.Watch.DisposeAsync().AsTask()));
        foreach (var (name, _) in watches)
        {
            await east.DeregisterAsync(name);
        }
    }

    [Fact]
    public async Task Watch_FirstAgentKilled_TheOtherOneAsksForTheSameDatacenter()
    {
        var (east, west) = (fixture.Servers.East, fixture.Servers.West);
        await west.RegisterAsync(new ConsulRegistration("taken-over", "t-1", 1001));
        var log = new ListLogger<ConsulResolver>();
        await using var resolver = new ConsulResolver(
            Settings.Options(options =>
            {
                options.Address = east.Address.AbsoluteUri;
                options.FallbackAddresses.Add(west.Address.AbsoluteUri);
                options.Datacenters.Add("dc-west");
            }),
            logger: log);
        await using var watch = new Watched(resolver, "taken-over");
        await watch.NextWithAsync("t-1");

        await east.KillAsync();
        await west.RegisterAsync(new ConsulRegistration("taken-over", "t-2", 1002));
        await watch.NextWithAsync("t-1", "t-2");

        await east.StartAsync();
        await fixture.Servers.JoinedAsync();
        await Eventually.HoldsAsync(
            () => log.Entries.Any(static entry => entry.Text.Contains("answers again", StringComparison.Ordinal)), () => "the first agent should be asked again");
        await west.RegisterAsync(new ConsulRegistration("taken-over", "t-3", 1003));
        await watch.NextWithAsync("t-1", "t-2", "t-3");
        Assert.DoesNotContain(watch.Seen, static one => one is Resolution.Failed);
    }

    private ConsulResolver Resolver(Action<ConsulOptions>? configure = null) => new(Settings.Options(options =>
    {
        options.Address = fixture.Servers.East.Address.AbsoluteUri;
        configure?.Invoke(options);
    }));
}
