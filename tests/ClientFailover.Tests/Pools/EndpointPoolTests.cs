using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

public sealed class EndpointPoolTests
{
    [Fact]
    public async Task Pick_NoAnswerYet_IsRefusedAndFirstAnswerIsWaitedForWithABound()
    {
        await using var fixture = new PoolFixture();
        var pool = fixture.Pools.GetPool("orders");

        Assert.Equal(RefusalReason.NoEndpoints, pool.Pick().Refusal);
        var wait = pool.WaitForFirstAnswerAsync(default).AsTask();
        Assert.False(wait.IsCompleted);
        fixture.Time.Advance(FailoverPolicy.Default.Timeouts.FirstResolution);
        await wait.WaitAsync(Deadline);

        Assert.True(pool.WaitForFirstAnswerAsync(default).AsTask().IsCompletedSuccessfully); // later calls do not wait again
    }

    [Fact]
    public async Task Pick_FirstAnswer_EndsTheWait()
    {
        await using var fixture = new PoolFixture();
        var pool = fixture.Pools.GetPool("orders");
        var wait = pool.WaitForFirstAnswerAsync(default).AsTask();
        fixture.Resolver.Publish("orders", Endpoint(1), Endpoint(2, "z2"));
        await wait.WaitAsync(Deadline);

        var pick = pool.Pick();

        Assert.Equal("10.0.0.1", pick.Endpoint.Address.Host);
        Assert.Equal(1, pick.Stats.InFlight);
        pick.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(5)));
        Assert.Equal(0, pick.Stats.InFlight);
    }

    [Fact]
    public async Task Answer_StreamThatGoesOn_CountsAtItsEndAndTellsTheServicesLatencyOnce()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1));
        var picks = Enumerable.Range(0, 40).Select(_ => pool.Pick()).ToList();
        var begun = new CallOutcome(OutcomeKind.Success, TimeSpan.FromMilliseconds(5));
        foreach (var pick in picks)
        {
            pick.Answer(begun);
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((40, 0L), (picks[0].Stats.InFlight, picks[0].Stats.Totals.Since(default).Total));
        Assert.True(pool.Patience.Silence < TimeSpan.MaxValue); // what the service takes is known by now
        foreach (var pick in picks)
        {
            pick.Complete(begun with { Kind = OutcomeKind.Unavailable, IsAnswered = true, Duration = TimeSpan.FromSeconds(1) });
        }

        Assert.Equal((0, 40L), (picks[0].Stats.InFlight, picks[0].Stats.Totals.Since(default).Overloads));
    }

    [Fact]
    public async Task Complete_RunOfFailures_MovesTrafficAtOnceAndBackLateAndSlowly()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(2, "z2"));
        await EjectAsync(pool, 1);
        await PlanAsync(pool, plan => plan.Tiers[0].Load == 0 && plan.Tiers[1].Load == 100);

        var loads = new List<int>();
        for (var second = 1; second <= 36 + 45 + 90 + 5 && loads.LastOrDefault() < 100; second++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await SettledAsync(pool);
            loads.Add(pool.Plan.Tiers[0].Load);
        }

        // Ejected for 30 to 36 s, held for 30 to 45 s from then on, and back within 30 to 90 s more.
        Assert.Equal(100, loads[^1]);
        Assert.InRange(loads.FindIndex(load => load > 0), 59, 82);
        Assert.InRange(loads.First(load => load > 0), 10, 15);
        Assert.Equal(loads.Order(), loads);
        Assert.InRange(loads.Count(load => load is > 0 and < 100), 29, 91);
    }

    [Fact]
    public async Task Refresh_ListChangesAndReturns_HealthIsKept()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3));
        await EjectAsync(pool, 1);
        await PlanAsync(pool, plan => plan.Explain().Count(d => d.Health != EndpointHealth.Healthy) == 1);
        var stats = pool.Plan.Tiers[0].Members.ToDictionary(m => m.Endpoint.Identity, m => m.Stats);

        for (var i = 0; i < 100; i++)
        {
            fixture.Resolver.Publish("orders", Endpoint(2), Endpoint(3), Endpoint(10 + (i % 2)));
            await PlanAsync(pool, plan => plan.Explain().Any(d => d.Endpoint.Address.Host == $"10.0.0.{10 + (i % 2)}"));
        }

        fixture.Resolver.Publish("orders", Endpoint(1), Endpoint(2), Endpoint(3));
        await PlanAsync(pool, plan => plan.Tiers[0].Members.Length == 3 && plan.Explain().Any(d => d.Endpoint.Address.Host == "10.0.0.1"));
        Assert.All(pool.Plan.Tiers[0].Members, member => Assert.Same(stats[member.Endpoint.Identity], member.Stats));
        Assert.NotEqual(EndpointHealth.Healthy, pool.Plan.Explain().Single(d => d.Endpoint.Address.Host == "10.0.0.1").Health);
    }

    [Fact]
    public async Task Resolver_FailsEndsAndThrows_CallsGoOnAndTheWatchIsStartedAgain()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(2));
        var service = ServiceName.Parse("orders");

        fixture.Resolver.Publish(service, new Resolution.Failed("scripted", "down"));
        await Shared.Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed, () => "No failure was seen.");
        Assert.True(pool.Pick().HasEndpoint);

        fixture.Resolver.Throw(service, new InvalidOperationException("broken"));
        await fixture.Resolver.WaitForActiveWatchesAsync(service, 0, Deadline);
        Assert.True(pool.Pick().HasEndpoint);
        fixture.Resolver.Publish("orders", Endpoint(1), Endpoint(2), Endpoint(3));
        await Shared.Eventually.HoldsAsync(
            () =>
            {
                fixture.Time.Advance(TimeSpan.FromSeconds(1));
                return fixture.Resolver.ActiveWatches(service) == 1;
            },
            () => "The watch was not started again.");
        await PlanAsync(pool, plan => plan.Tiers[0].Members.Length == 3);
    }

    [Fact]
    public async Task Resolver_AnswersEmpty_EndpointsAreKeptForTheDisputeTimeAndThenGone()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(2));

        fixture.Resolver.Publish("orders");
        await PlanAsync(pool, plan => plan.Input.Snapshot.Unconfirmed == 2);
        Assert.True(pool.Pick().HasEndpoint);
        await fixture.Time.WaitForTimersAsync(1, Deadline);
        fixture.Time.Advance(FailoverPolicy.Default.RegistryGuard.DisputeTime);

        await PlanAsync(pool, plan => plan.Tiers.IsEmpty);
        Assert.Equal(RefusalReason.NoEndpoints, pool.Pick().Refusal);
    }

    [Fact]
    public async Task Resolver_SaysNotFound_IsBelievedAtOnce()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(2));

        fixture.Resolver.Publish(ServiceName.Parse("orders"), new Resolution.NotFound("scripted", "deleted"));

        await PlanAsync(pool, plan => plan.Tiers.IsEmpty);
    }

    [Fact]
    public async Task AllowedNetworks_EndpointOutside_IsRefused()
    {
        await using var fixture = new PoolFixture(defaults => defaults.AllowedNetworks.Add("10.0.0.0/30"));
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(9));

        Assert.Equal(["10.0.0.1"], pool.Plan.Explain().Select(decision => decision.Endpoint.Address.Host));
    }

    [Fact]
    public async Task Idle_NothingEjected_HoldsNoRunningTimer()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(2));
        pool.Pick().Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(1)));
        await SettledAsync(pool);
        Assert.True(fixture.Time.ActiveTimers > 0); // one attempt was made, and will be looked at

        for (var second = 0; second < 21; second++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await SettledAsync(pool);
        }

        Assert.Equal(0, fixture.Time.ActiveTimers);
    }

    [Fact]
    public async Task Ejected_EndpointLeavesTheList_LoopGoesToSleepAndTheRecordIsDroppedWithIt()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3));
        await EjectAsync(pool, 1);
        fixture.Resolver.Publish("orders", Endpoint(2), Endpoint(3));
        await PlanAsync(pool, plan => plan.Explain().Count() == 2);

        // Long after the ejection has ended the record wakes the loop once an interval at most, and not without a pause.
        await fixture.Time.WaitForTimersAsync(1, Deadline);
        fixture.Time.Advance(TimeSpan.FromMinutes(10));
        fixture.Resolver.Publish("orders", Endpoint(2), Endpoint(3), Endpoint(4));
        await PlanAsync(pool, plan => plan.Explain().Count() == 3);
        fixture.Time.Advance(TimeSpan.FromMinutes(10));
        fixture.Resolver.Publish("orders", Endpoint(2), Endpoint(3), Endpoint(5));
        await PlanAsync(pool, plan => plan.Explain().Any(decision => decision.Endpoint.Address.Host == "10.0.0.5"));

        // The new ones warm up, those that left drain, and then there is nothing left to do.
        await SettledAsync(pool);
        for (var i = 0; i < 310 && fixture.Time.ActiveTimers > 0; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await SettledAsync(pool);
        }

        await Shared.Eventually.HoldsAsync(() => pool.Plan.Input.Ejections.Records.IsEmpty && fixture.Time.ActiveTimers == 0, () => $"{fixture.Time.ActiveTimers} timers run.");
    }

    [Fact]
    public async Task Pick_ManyThreadsWhileListsChange_AlwaysFindsAnEndpointAndLeavesNoneInFlight()
    {
        await using var fixture = new PoolFixture();
        var pool = await ReadyAsync(fixture, Endpoint(1), Endpoint(2));
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var pick = pool.Pick();
                Assert.True(pick.HasEndpoint);
                pick.Complete(new((OutcomeKind)(pick.StartedAt.Ticks % 7), TimeSpan.FromMilliseconds(1)));
            }
        })).ToList();
        for (var i = 0; i < 200; i++)
        {
            fixture.Resolver.Publish("orders", [.. Enumerable.Range(1, 2 + (i % 5)).Select(n => Endpoint(n))]);
            fixture.Time.Advance(TimeSpan.FromSeconds(7));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);

        Assert.All(pool.Plan.Tiers[0].Members, member => Assert.Equal(0, member.Stats.InFlight));
    }

    private static async Task<IEndpointPool> ReadyAsync(PoolFixture fixture, params Endpoint[] endpoints)
    {
        var pool = fixture.Pools.GetPool("orders");
        fixture.Resolver.Publish("orders", endpoints);
        await pool.WaitForFirstAnswerAsync(default).AsTask().WaitAsync(Deadline);
        return pool;
    }
}
