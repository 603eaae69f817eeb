using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

public sealed class EngineEventTests
{
    [Fact]
    public async Task Evacuate_Zone_MovesTheTrafficAndGivesItBackLateAndSlowly()
    {
        await using var fixture = new PoolFixture();
        var (pool, traffic, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3, "z2"));
        fixture.Pools.Evacuate(EvacuationTarget.Zone("r1", "z1"), EvacuationAction.Evacuate, "patching the racks", TimeSpan.FromMinutes(2));
        await SettledAsync(pool);

        await traffic.RunAsync(10);
        Assert.Equal(1, traffic.ShareOf("z2", 1));
        Assert.All(pool.Plan.Tiers[0].Members, member => Assert.Equal(RefusalReason.Evacuated, pool.Plan.Explain().Single(d => d.Endpoint.Equals(member.Endpoint)).Refusal));
        var begun = Assert.IsType<EvacuationBegan>(events.First(happened => happened is EvacuationBegan));
        Assert.Equal((2, "patching the racks"), (begun.Matches, begun.Evacuation.Reason));

        await traffic.RunAsync(120);
        Assert.Contains(events, happened => happened is EvacuationEnded);
        Assert.Equal(0, traffic.ShareOf("z1", 121.5, 130)); // the hold-down
        await traffic.RunAsync(150);
        Assert.Equal(1, traffic.ShareOf("z1", 270));
        Assert.Equal(
            [(GatePhase.Open, GatePhase.Holding), (GatePhase.Holding, GatePhase.Ramping), (GatePhase.Ramping, GatePhase.Open)],
            events.OfType<TierReturnMoved>().Select(moved => (moved.From.Phase, moved.To.Phase)));
    }

    [Fact]
    public async Task Evacuate_EndedByHand_EndsAtOnce()
    {
        await using var fixture = new PoolFixture();
        var (pool, _, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2));
        var evacuation = fixture.Pools.Evacuate(EvacuationTarget.Endpoint(new("10.0.0.1", 80)), EvacuationAction.Drain, "restart", TimeSpan.FromHours(1));
        await SettledAsync(pool);
        Assert.Equal(EndpointHealth.Draining, pool.Plan.Tiers[0].Members[0].Health);

        evacuation.Dispose();
        await SettledAsync(pool);
        Assert.Equal(EndpointHealth.Healthy, pool.Plan.Tiers[0].Members[0].Health);
        Assert.Equal(["EvacuationBegan", "EvacuationEnded"], events.Where(one => one is EvacuationBegan or EvacuationEnded).Select(happened => happened.GetType().Name));
    }

    [Fact]
    public async Task Evacuate_ShorterThanTheHoldDown_HoldsTheTierOnceItHasEnded()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3, "z2"));
        fixture.Pools.Evacuate(EvacuationTarget.Zone("r1", "z1"), EvacuationAction.Evacuate, "a moment", TimeSpan.FromSeconds(2));

        await traffic.RunAsync(60);

        Assert.Contains(events, happened => happened is EvacuationEnded && happened.At < new MonotonicTime(3 * TimeSpan.TicksPerSecond));
        Assert.Equal(0, traffic.ShareOf("z1", 2.5, 30)); // 30 s of hold-down, and up to half as much again
        Assert.InRange(traffic.ShareOf("z1", 50, 60), 0.05, 1);
    }

    [Fact]
    public async Task Use_TighterResidency_HoldsAtOnceAndDrainsWhoIsOut()
    {
        await using var fixture = new PoolFixture(options => options.Timeouts.Drain = TimeSpan.FromSeconds(20));
        var (pool, traffic, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2, "z2"));
        await traffic.RunAsync(2);
        var policy = pool.Policy with { Residency = EndpointSelector.Parse("zone=z2") };
        ((EndpointPool)pool).Use(new(policy, pool.Plan.Input.Caller, new PowerOfTwoChoices()));
        await PlanAsync(pool, plan => plan.Input.Snapshot.Endpoints is [var only] && only.Equals(Endpoint(2, "z2")));

        await traffic.RunAsync(30);
        Assert.Equal(1, traffic.ShareOf("z2", 2));
        Assert.Equal(Endpoint(1).Identity, Assert.Single(events.OfType<EndpointDrained>()).Endpoint);

        ((EndpointPool)pool).Use(new(policy with { Residency = EndpointSelector.Everything }, pool.Plan.Input.Caller, new PowerOfTwoChoices()));
        await PlanAsync(pool, plan => plan.Tiers.Length == 2);
        Assert.DoesNotContain(pool.Plan.Explain(), decision => decision.Refusal == RefusalReason.OutOfBounds);
    }

    [Fact]
    public async Task Evacuate_EverythingThereIs_StillFindsAnEndpoint()
    {
        await using var fixture = new PoolFixture();
        var (pool, _, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2));
        fixture.Pools.Evacuate(EvacuationTarget.Region("r1"), EvacuationAction.Evacuate, "a slip", TimeSpan.FromHours(1));
        await SettledAsync(pool);

        Assert.True(pool.Pick().HasEndpoint);
    }

    [Fact]
    public async Task Evacuate_PlaceThatNoEndpointHas_IsAcceptedAndReported()
    {
        await using var fixture = new PoolFixture();
        var (pool, _, events) = await StartAsync(fixture, Endpoint(1));
        fixture.Pools.Evacuate(EvacuationTarget.Zone("r1", "zz"), EvacuationAction.Evacuate, "typo", TimeSpan.FromHours(1));
        await SettledAsync(pool);

        Assert.Equal(0, Assert.Single(events.OfType<EvacuationBegan>()).Matches);
    }

    [Fact]
    public async Task Evacuate_ByPolicy_HoldsFromTheStartUntilItsTime()
    {
        await using var fixture = new PoolFixture(options => options.Evacuations.Add(new()
        {
            Target = "zone:r1/z1",
            Reason = "decommissioned",
            Until = new DateTimeOffset(2000, 1, 1, 0, 1, 0, TimeSpan.Zero), // a minute after the virtual clock starts
        }));
        var (pool, traffic, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2, "z2"));
        await traffic.RunAsync(59);
        Assert.Equal(1, traffic.ShareOf("z2", 0));

        await traffic.RunAsync(2);
        Assert.Equal(["EvacuationBegan", "EvacuationEnded"], events.Where(one => one is EvacuationBegan or EvacuationEnded).Select(happened => happened.GetType().Name));
        Assert.DoesNotContain(pool.Plan.Explain(), decision => decision.Refusal == RefusalReason.Evacuated);
    }

    [Fact]
    public async Task Pin_Zone_KeepsTheTrafficThereAsLongAsItCanTakeIt()
    {
        await using var fixture = new PoolFixture();
        var (pool, traffic, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2, "z2"), Endpoint(3, "z2"));
        fixture.Pools.Evacuate(EvacuationTarget.Zone("r1", "z2"), EvacuationAction.Pin, "test of the standby", TimeSpan.FromHours(1));
        await SettledAsync(pool);
        await traffic.RunAsync(2);

        Assert.Equal(1, traffic.ShareOf("z2", 0));
    }

    [Fact]
    public async Task BadVersion_IsToldAsSuchWithinAnIntervalAndTheTierStays()
    {
        await using var fixture = new PoolFixture();
        Endpoint Versioned(int index, string version, string zone = "z1") =>
            new(new($"10.0.0.{index}", 80)) { Locality = new("r1", zone), Labels = new Dictionary<string, string> { ["version"] = version } };
        var (_, traffic, events) = await StartAsync(
            fixture, [.. Enumerable.Range(1, 7).Select(i => Versioned(i, "v1")), .. Enumerable.Range(8, 3).Select(i => Versioned(i, "v2")), Versioned(20, "v1", "z2")]);
        await traffic.RunAsync(1);
        var random = new RandomSource(5);
        traffic.Outcome = endpoint => endpoint.Labels["version"] == "v2" && random.NextDouble() < 0.4 ? OutcomeKind.ServerError : OutcomeKind.Success;
        await traffic.RunAsync(30);

        var worse = events.OfType<VersionFoundWorse>().First();
        Assert.Equal(("version", "v2"), (worse.Label, worse.Version));
        Assert.InRange(new TimeSpan(worse.At.Ticks).TotalSeconds, 1, 6);
        Assert.InRange(traffic.ShareOf("z1", 1), 0.9, 1);
    }

    [Fact]
    public async Task Subscribe_ListenerThrows_TheOthersAreToldAndThePoolGoesOn()
    {
        await using var fixture = new PoolFixture();
        using var bad = fixture.Pools.Subscribe(_ => throw new InvalidOperationException("a fault of the listener"));
        var (pool, _, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2));
        await EjectAsync(pool, 1);
        await SettledAsync(pool);

        var ejected = Assert.Single(events.OfType<EndpointEjected>());
        Assert.Matches("^[2-9] failed connects in a row \\(threshold 2\\)$", ejected.Ejection.Evidence.ToString());
        Assert.Equal(EndpointHealth.WeightedDown, pool.Plan.Tiers[0].Members[0].Health);
    }

    [Fact]
    public async Task Subscribe_Disposed_IsToldNothingMore()
    {
        await using var fixture = new PoolFixture();
        var told = 0;
        fixture.Pools.Subscribe(_ => told++).Dispose();
        var (pool, _, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2));
        await EjectAsync(pool, 1);
        await SettledAsync(pool);

        Assert.Equal(0, told);
    }

    private static async Task<(IEndpointPool Pool, Traffic Traffic, List<FailoverEvent> Events)> StartAsync(PoolFixture fixture, params Endpoint[] endpoints)
    {
        List<FailoverEvent> events = [];
        fixture.Pools.Subscribe(events.Add);
        var pool = fixture.Pools.GetPool("orders");
        fixture.Resolver.Publish("orders", endpoints);
        await pool.WaitForFirstAnswerAsync(default).AsTask().WaitAsync(Deadline);
        await SettledAsync(pool);
        return (pool, new Traffic(fixture, pool), events);
    }
}
