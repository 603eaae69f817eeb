using ClientFailover.Consul.Servers;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Consul.Tests;

/// <summary>Servers killed, restarted with nothing, and frozen. Each test leaves both datacenters running.</summary>
[Collection(RealConsulCollection.Name)]
public sealed class RealConsulOutageTests(RealConsulFixture fixture) : IClassFixture<RealConsulFixture>
{
    [Fact]
    public async Task Watch_ConsulKilledAndRestartedEmpty_FailsThenSeesNewRegistrations()
    {
        var east = fixture.Servers.East;

        // Raises the index far above that of a new server, which would not notice it.
        for (var i = 0; i < 20; i++)
        {
            await east.RegisterAsync(new ConsulRegistration("killed", "k-1", 1001) { Meta = new Dictionary<string, string> { ["round"] = $"{i}" } });
        }

        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "killed");
        await watch.NextWithAsync("k-1");

        await east.KillAsync();
        await watch.NextFailedAsync("is not reachable");
        Assert.All(watch.Seen, static one => Assert.False(one is Resolution.Resolved { Endpoints.IsEmpty: true }));

        await east.StartAsync();
        await fixture.Servers.JoinedAsync();
        await watch.NextResolvedAsync(static answer => answer.Endpoints.IsEmpty);
        await east.RegisterAsync(new ConsulRegistration("killed", "k-2", 1002));
        await watch.NextWithAsync("k-2");
    }

    [Fact]
    public async Task Watch_OtherDatacenterKilled_ItsLastListStandsBesideTheLivingOnes()
    {
        var (east, west) = (fixture.Servers.East, fixture.Servers.West);
        await east.RegisterAsync(new ConsulRegistration("half", "h-east", 1001));
        await west.RegisterAsync(new ConsulRegistration("half", "h-west", 1002));
        await using var resolver = Resolver("dc-east", "dc-west");
        await using var watch = new Watched(resolver, "half");
        await watch.NextWithAsync("h-east", "h-west");

        await west.KillAsync();
        var answer = await watch.NextResolvedAsync(static answer => answer.Problems.Length > 0);
        Assert.Equal(["h-east", "h-west"], answer.Endpoints.Select(Watched.Id));
        Assert.Contains("datacenter 'dc-west' cannot be asked, its last list of 1 endpoints stays", answer.Problems[0], StringComparison.Ordinal);

        await east.RegisterAsync(new ConsulRegistration("half", "h-east-2", 1003));
        await watch.NextWithAsync("h-east", "h-east-2", "h-west");

        await west.StartAsync();
        await fixture.Servers.JoinedAsync();
        await west.RegisterAsync(new ConsulRegistration("half", "h-west-2", 1004));
        Assert.Empty((await watch.NextWithAsync("h-east", "h-east-2", "h-west-2")).Problems);
        Assert.DoesNotContain(watch.Seen, static one => one is Resolution.Failed);
    }

    [Fact]
    public async Task Watch_AgentFrozen_FailsByTimeoutAndComesBack()
    {
        var east = fixture.Servers.East;
        await east.RegisterAsync(new ConsulRegistration("frozen", "f-1", 1001));
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "frozen");
        await watch.NextWithAsync("f-1");

        await east.PauseAsync();
        try
        {
            await watch.NextFailedAsync("gave no answer within");
        }
        finally
        {
            await east.ResumeAsync();
        }

        await watch.NextWithAsync("f-1");
        await east.RegisterAsync(new ConsulRegistration("frozen", "f-2", 1002));
        await watch.NextWithAsync("f-1", "f-2");
        await fixture.Servers.JoinedAsync();
    }

    [Fact]
    public async Task Watch_OtherDatacenterFrozenAtTheStart_DoesNotHoldUpTheFirstList()
    {
        await fixture.Servers.East.RegisterAsync(new ConsulRegistration("start", "s-east", 1001));
        await fixture.Servers.West.RegisterAsync(new ConsulRegistration("start", "s-west", 1002));
        await fixture.Servers.West.PauseAsync();
        try
        {
            await using var resolver = Resolver("dc-east", "dc-west");
            await using var watch = new Watched(resolver, "start");

            var answer = await watch.NextWithAsync("s-east");

            Assert.Single(watch.Seen);
            Assert.Contains("'dc-west'", Assert.Single(answer.Problems), StringComparison.Ordinal);
        }
        finally
        {
            await fixture.Servers.West.ResumeAsync();
        }

        await fixture.Servers.JoinedAsync();
    }

    private ConsulResolver Resolver(params string[] datacenters) => new(Settings.Options(options =>
    {
        options.Address = fixture.Servers.East.Address.AbsoluteUri;
        options.AnswerTimeout = TimeSpan.FromSeconds(3);
        foreach (var datacenter in datacenters)
        {
            options.Datacenters.Add(datacenter);
        }
    }));
}
