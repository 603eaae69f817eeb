using System.Collections.Concurrent;
using System.Diagnostics;
using ClientFailover.Consul.Servers;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Consul.Tests;

/// <summary>Partitions: packets are lost, connections stay open, and nobody is told. What is frozen still has a kernel that accepts connections and acknowledges what it gets; what is cut off has not.</summary>
[Collection(RealConsulCollection.Name)]
public sealed class RealConsulPartitionTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HoldDown = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RampTime = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Calls_OnlyAgentVanishes_LastListServesAndAgesUntilItIsThereAgain()
    {
        await using var servers = await PartitionedDatacenters.StartAsync();
        await using var stays = await Backend.StartAsync("stays");
        await using var leaves = await Backend.StartAsync("leaves");
        await using var comes = await Backend.StartAsync("comes");
        await servers.East.RegisterAsync(Of(stays));
        await servers.East.RegisterAsync(Of(leaves));
        await using var services = Application(["dc-east"], servers.East);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");
        var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("shop");
        await using var callers = Callers.Start(client);
        await Eventually.HoldsAsync(() => callers.AnsweredBy("stays") > 20 && callers.AnsweredBy("leaves") > 20, () => $"both should serve: {callers}");
        Assert.Equal(TimeSpan.Zero, pool.Registry.Age(pool.Now));

        await servers.Host.VanishAsync();
        await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed, () => $"the partition was not seen: {Said(pool)}");
        await servers.DeregisterThereAsync("leaves");
        await servers.RegisterThereAsync(Of(comes));
        var (before, age) = (callers.AnsweredBy("stays", "leaves"), pool.Registry.Age(pool.Now));
        await Eventually.HoldsAsync(() => callers.AnsweredBy("stays", "leaves") > before + 100, () => $"the last list should serve: {callers}");
        Assert.Equal(["leaves", "stays"], Ids(pool));
        Assert.True(pool.Registry.Age(pool.Now) > age);
        Assert.IsType<Resolution.Failed>(pool.Registry.Last);

        await servers.Host.ReturnAsync();
        await Eventually.HoldsAsync(() => Ids(pool) is ["comes", "stays"], () => $"what changed meanwhile was not seen: {Said(pool)}");
        Assert.Equal(TimeSpan.Zero, pool.Registry.Age(pool.Now));
        await Eventually.HoldsAsync(() => callers.AnsweredBy("comes") > 0, () => $"who came meanwhile should serve: {callers}");
        Assert.Empty(callers.Errors);
    }

    [Fact]
    public async Task Calls_FirstOfTwoAgentsVanishes_TheOtherIsAskedInTimeAndTheFirstAgainLater()
    {
        await using var servers = await PartitionedDatacenters.StartAsync();
        await using var near = await Backend.StartAsync("near");
        await using var nearLater = await Backend.StartAsync("near-later");
        await using var far = await Backend.StartAsync("far");
        await servers.East.RegisterAsync(Of(near));
        await servers.West.RegisterAsync(Of(far));
        await using var services = Application(["dc-east", "dc-west"], servers.East, servers.West);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");
        var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("shop");
        await using var callers = Callers.Start(client);
        await Eventually.HoldsAsync(() => callers.AnsweredBy("near") > 20 && Ids(pool) is ["far", "near"], () => $"both datacenters should be known: {Said(pool)}");

        await servers.Host.VanishAsync();
        var clock = Stopwatch.StartNew();
        await servers.West.RegisterAsync(new ConsulRegistration("shop", "far-later", 9)); // nobody calls it
        await servers.RegisterThereAsync(Of(nearLater));
        await Eventually.HoldsAsync(() => Ids(pool) is ["far", "far-later", "near"], () => $"the other agent was not asked: {Said(pool)}");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // a held read has 2 s; by the defaults it would have 42 s
        await Eventually.HoldsAsync(() => Problems(pool).Contains("'dc-east' cannot be asked, its last list of 1 endpoints stays", StringComparison.Ordinal), () => $"the loss of dc-east was not seen: {Said(pool)}");
        var before = callers.AnsweredBy("near");
        await Eventually.HoldsAsync(() => callers.AnsweredBy("near") > before + 100, () => $"the calls should stay near: {callers}");

        await servers.Host.ReturnAsync();
        await Eventually.HoldsAsync(() => Ids(pool) is ["far", "far-later", "near", "near-later"] && Problems(pool).Length == 0, () => $"what changed meanwhile was not seen: {Said(pool)}");
        await Eventually.HoldsAsync(() => callers.AnsweredBy("near-later") > 0, () => $"who came meanwhile should serve: {callers}");
        Assert.Empty(callers.Errors);
        Assert.InRange(callers.AnsweredBy("far"), 0, callers.AnsweredBy("near", "near-later") / 10); // a busy machine makes a rescue or two
    }

    [Fact]
    public async Task Calls_NearDatacenterVanishesAsAWhole_NoCallerErrorAndTheTrafficReturnsByTheRules()
    {
        await using var servers = await PartitionedDatacenters.StartAsync();
        await using var far = await Backend.StartAsync("far");
        await servers.East.RegisterAsync(Of("near", await servers.Host.ServeAsync("near")));
        await servers.East.RegisterAsync(Of("beside", await servers.Host.ServeAsync("beside")));
        await servers.West.RegisterAsync(Of(far));
        await using var services = Application(["dc-east", "dc-west"], servers.East, servers.West);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");
        var registry = services.GetRequiredService<IEndpointPoolRegistry>();
        var pool = registry.GetPool("shop");
        await using var callers = Callers.Start(client, 8);
        await Eventually.HoldsAsync(
            () => callers.AnsweredBy("near") > 50 && callers.AnsweredBy("beside") > 50 && pool.Plan.Tiers.Length == 2, () => $"both datacenters should be known: {Text(pool)}");
        Assert.InRange(callers.AnsweredBy("far"), 0, callers.AnsweredBy("near", "beside") / 10); // a busy machine makes a rescue or two
        var moves = new ConcurrentQueue<(TierReturnMoved Event, int Near, int Far)>();
        using var subscription = registry.Subscribe(happened =>
        {
            if (happened is TierReturnMoved { Tier: 0 } moved)
            {
                moves.Enqueue((moved, callers.AnsweredBy("near", "beside"), callers.AnsweredBy("far")));
            }
        });

        await servers.Host.VanishAsync();
        await Eventually.HoldsAsync(() => pool.Plan.Tiers is [{ Load: 0 }, { Load: 100 }], () => $"the far datacenter should take over: {Text(pool)}");
        Assert.Equal(["beside", "near"], pool.Plan.Tiers[0].Members.Select(static member => Watched.Id(member.Endpoint)).Order(StringComparer.Ordinal)); // the registry's last word of them
        await Eventually.HoldsAsync(() => callers.AnsweredBy("far") > 200, () => $"the far datacenter should serve: {callers}; {Text(pool)}");
        await Eventually.HoldsAsync(() => Problems(pool).Contains("'dc-east' cannot be asked, its last list of 2 endpoints stays", StringComparison.Ordinal), () => $"the loss of dc-east was not seen: {Said(pool)}");

        var (atNear, atFar) = (callers.AnsweredBy("near", "beside"), callers.AnsweredBy("far"));
        await servers.Host.ReturnAsync();
        await Eventually.HoldsAsync(() => moves.Any(static move => move.Event.To.Phase == GatePhase.Open), () => $"the traffic should return: {callers}; {Text(pool)}");

        // First it is held until the zone has been clean for long enough, ...
        var first = moves.First(static move => move.Event.To.Phase == GatePhase.Ramping);
        Assert.InRange(first.Near - atNear, 0, (first.Far - atFar) / 4);
        Assert.All(
            moves.Where(static move => move.Event.To.Phase == GatePhase.Ramping),
            static move => Assert.True(move.Event.At - move.Event.From.Since >= HoldDown, $"held for {move.Event.At - move.Event.From.Since}"));

        // ... then it comes back by and by, ...
        var (last, open) = (moves.Last(static move => move.Event.To.Phase == GatePhase.Ramping), moves.First(static move => move.Event.To.Phase == GatePhase.Open));
        Assert.True(open.Event.At - last.Event.At >= RampTime, $"returned within {open.Event.At - last.Event.At}");
        Assert.True(open.Near > last.Near && open.Far > last.Far, $"near {open.Near - last.Near}, far {open.Far - last.Far} while it returned");

        // ... and in the end all of it is where it was.
        await Eventually.HoldsAsync(() => Problems(pool).Length == 0 && pool.Plan.Tiers is [{ Load: 100 }, { Load: 0 }], () => $"all should be as it was: {Text(pool)}");
        (atNear, atFar) = (callers.AnsweredBy("near", "beside"), callers.AnsweredBy("far"));
        await Eventually.HoldsAsync(() => callers.AnsweredBy("near", "beside") > atNear + 500, () => $"the near datacenter should serve: {callers}");
        Assert.InRange(callers.AnsweredBy("far") - atFar, 0, 50); // those under way, and rescues
        Assert.Empty(callers.Errors);
    }

    [Fact]
    public async Task Watch_ServersCutOffFromEachOther_TheRemoteListStaysUntilTheyAreNot()
    {
        await using var servers = await PartitionedDatacenters.StartAsync();
        await servers.East.RegisterAsync(new ConsulRegistration("apart", "a-east", 1001));
        await servers.West.RegisterAsync(new ConsulRegistration("apart", "a-west", 1002));
        await using var resolver = new ConsulResolver(Settings.Options(options => Configure(options, ["dc-east", "dc-west"], servers.East)));
        await using var watch = new Watched(resolver, "apart");
        await watch.NextWithAsync("a-east", "a-west");

        await servers.Host.VanishAsync(HostPath.Back);
        await servers.West.RegisterAsync(new ConsulRegistration("apart", "a-west-2", 1003));
        var answer = await watch.NextResolvedAsync(static answer => answer.Problems.Length > 0);
        Assert.Equal(["a-east", "a-west"], answer.Endpoints.Select(Watched.Id));
        Assert.Contains("datacenter 'dc-west' cannot be asked, its last list of 1 endpoints stays", Assert.Single(answer.Problems), StringComparison.Ordinal);
        await servers.East.RegisterAsync(new ConsulRegistration("apart", "a-east-2", 1004));
        await watch.NextWithAsync("a-east", "a-east-2", "a-west");

        await servers.Host.ReturnAsync(HostPath.Back);
        await servers.JoinedAsync();
        Assert.Empty((await watch.NextWithAsync("a-east", "a-east-2", "a-west", "a-west-2")).Problems);
        Assert.DoesNotContain(watch.Seen, static one => one is Resolution.Failed);
    }

    private static ConsulRegistration Of(Backend backend) => Of(backend.Name, $"127.0.0.1:{backend.Port}");

    private static ConsulRegistration Of(string name, string address) => new("shop", name, new Uri($"http://{address}").Port) { Address = new Uri($"http://{address}").Host };

    private static string[] Ids(IEndpointPool pool) => [.. pool.Registry.Snapshot.Endpoints.Select(Watched.Id).Order(StringComparer.Ordinal)];

    private static string Problems(IEndpointPool pool) => pool.Registry.Last is Resolution.Resolved resolved ? string.Join("; ", resolved.Problems) : "";

    private static string Said(IEndpointPool pool) => pool.Registry.Last is Resolution.Failed failed ? failed.Reason : $"{string.Join(", ", Ids(pool))}; {Problems(pool)}";

    private static string Text(IEndpointPool pool) => $"{string.Join("; ", pool.Plan.Explain())}; {Said(pool)}";

    private static ServiceProvider Application(string[] datacenters, params ConsulAgent[] agents)
    {
        var services = new ServiceCollection();
        services.AddLocalityFailover(options =>
        {
            options.Locality.Region = "dc-east";

            // The rules as they are shipped, in shorter times.
            var defaults = options.Defaults;
            defaults.Timeouts.Attempt = TimeSpan.FromSeconds(1);
            (defaults.LocalityBreaker.BaseOpenTime, defaults.LocalityBreaker.Window, defaults.LocalityComparison.Window) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
            (defaults.Failback.HoldDown, defaults.Failback.RampTime, defaults.Failback.Jitter) = (HoldDown, RampTime, 0);
            (defaults.OutlierDetection.BaseEjectionTime, defaults.SlowStart.Window) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }).AddConsul(options => Configure(options, datacenters, agents));
        services.AddHttpClient("shop", client => client.BaseAddress = new("http://shop")).AddLocalityFailover();
        return services.BuildServiceProvider();
    }

    private static void Configure(ConsulOptions options, string[] datacenters, params ConsulAgent[] agents)
    {
        options.Address = agents[0].Address.AbsoluteUri;
        foreach (var agent in agents[1..])
        {
            options.FallbackAddresses.Add(agent.Address.AbsoluteUri);
        }

        foreach (var datacenter in datacenters)
        {
            options.Datacenters.Add(datacenter);
        }

        (options.Wait, options.AnswerTimeout, options.BackoffMax) = (Wait, AnswerTimeout, TimeSpan.FromSeconds(1));
    }
}
