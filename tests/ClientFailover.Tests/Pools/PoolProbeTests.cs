using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

public sealed class PoolProbeTests
{
    [Fact]
    public async Task Suspects_OnlyTheEjectedAreProbedAndTheHealthyNever()
    {
        var probe = new AnsweringProbe();
        await using var fixture = new PoolFixture(probe: probe);
        var (pool, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3));
        await AdvanceAsync(fixture, pool, 20);
        Assert.Empty(probe.Asked);

        await EjectAsync(pool, 1);
        await AdvanceAsync(fixture, pool, 5);
        Assert.Equal(["10.0.0.1"], probe.Asked.Distinct());
    }

    [Fact]
    public async Task EjectedForFailedConnects_IsReleasedWhenProbesConnect()
    {
        var probe = new AnsweringProbe { Answer = static _ => ProbeResult.Failed("refused") };
        await using var fixture = new PoolFixture(probe: probe);
        var (pool, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3));
        await EjectAsync(pool, 1);
        await AdvanceAsync(fixture, pool, 10);
        Assert.DoesNotContain(events, happened => happened is EndpointReleased);

        probe.Answer = static _ => ProbeResult.Passed("connected");
        await AdvanceAsync(fixture, pool, 6); // two passes, 2 s apart
        var released = Assert.Single(events.OfType<EndpointReleased>());
        Assert.Equal("10.0.0.1", released.Endpoint.Address.Host);
        Assert.InRange(new TimeSpan(released.At.Ticks).TotalSeconds, 10, 17);
        Assert.InRange(pool.Plan.Tiers[0].Members[0].Share, 0.05f, 0.5f); // it warms up
    }

    [Fact]
    public async Task EjectedForAnswers_IsNotReleasedByAGreenProbe()
    {
        await using var fixture = new PoolFixture(probe: new AnsweringProbe());
        var (pool, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3));
        await EjectAsync(pool, 1, OutcomeKind.ServerError);
        await AdvanceAsync(fixture, pool, 29);
        Assert.DoesNotContain(events, happened => happened is EndpointReleased);

        await AdvanceAsync(fixture, pool, 8);
        Assert.Contains(events, happened => happened is EndpointReleased); // by time
    }

    [Fact]
    public async Task TimeIsOver_ButProbesFail_StaysOut()
    {
        var probe = new AnsweringProbe { Answer = static _ => ProbeResult.Failed("refused") };
        await using var fixture = new PoolFixture(probe: probe);
        var (pool, events) = await StartAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3));
        await EjectAsync(pool, 1);
        await AdvanceAsync(fixture, pool, 120);

        Assert.DoesNotContain(events, happened => happened is EndpointReleased);
        Assert.NotEqual(RefusalReason.None, Of(pool, 1).Refusal);
    }

    [Fact]
    public async Task Suspects_KeptWhileTheRegistryIsDoubted_AreProbedAndOutWithoutACallWhenTheyAreGone()
    {
        var probe = new AnsweringProbe { Answer = static endpoint => endpoint.Address.Host == "10.0.0.2" ? ProbeResult.Failed("refused") : ProbeResult.Passed("connected") };
        await using var fixture = new PoolFixture(probe: probe);
        var (pool, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3));

        fixture.Resolver.Publish("orders", Endpoint(1));
        await PlanAsync(pool, plan => plan.Input.Snapshot.Unconfirmed == 2);
        await AdvanceAsync(fixture, pool, 20);

        Assert.Equal(["10.0.0.2", "10.0.0.3"], probe.Asked.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal((EndpointHealth.Ejected, RefusalReason.ProbeFailed), (Of(pool, 2).Health, Of(pool, 2).Refusal));
        Assert.Equal(EndpointHealth.Healthy, Of(pool, 3).Health);

        fixture.Resolver.Publish("orders", Endpoint(1), Endpoint(2), Endpoint(3));
        probe.Answer = static _ => ProbeResult.Passed("connected");
        await AdvanceAsync(fixture, pool, 20);
        Assert.Equal(EndpointHealth.Healthy, Of(pool, 2).Health);
        var asked = probe.Asked.Count;
        await AdvanceAsync(fixture, pool, 20);
        Assert.Equal(asked, probe.Asked.Count);
    }

    [Fact]
    public async Task Unconfirmed_OutsideTheResidency_IsNeitherCountedNorProbed()
    {
        var probe = new AnsweringProbe();
        await using var fixture = new PoolFixture(options => options.Residency = "zone=z1", probe);
        var (pool, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2, "z2"), Endpoint(3), Endpoint(4, "z2"));

        fixture.Resolver.Publish("orders", Endpoint(1));
        await PlanAsync(pool, plan => plan.Input.Snapshot.Unconfirmed > 0);
        await AdvanceAsync(fixture, pool, 20);

        Assert.Equal((2, 1), (pool.Plan.Input.Snapshot.Endpoints.Length, pool.Plan.Input.Snapshot.Unconfirmed));
        Assert.Equal(["10.0.0.3"], probe.Asked.Distinct());
    }

    [Fact]
    public async Task All_OutsideTheResidency_IsNotProbed()
    {
        var probe = new AnsweringProbe();
        await using var fixture = new PoolFixture(options => (options.Probe.Mode, options.Residency) = (ProbeMode.All, "zone=z1"), probe);
        var (pool, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2, "z2"), new Endpoint(new("10.0.0.3", 80)));
        await AdvanceAsync(fixture, pool, 60);

        Assert.Equal(["10.0.0.1"], probe.Asked.Distinct());
        Assert.Equal(["10.0.0.2", "10.0.0.3"], pool.Plan.Explain().Where(decision => decision.Refusal == RefusalReason.OutOfBounds).Select(decision => decision.Endpoint.Address.Host));
    }

    [Fact]
    public async Task All_AnEndpointFailsItsProbes_IsOutWithoutASingleCallAndBackWhenTheyPass()
    {
        var probe = new AnsweringProbe();
        await using var fixture = new PoolFixture(options => options.Probe.Mode = ProbeMode.All, probe);
        var (pool, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2), Endpoint(3, "z2"));
        await AdvanceAsync(fixture, pool, 15);
        Assert.Equal(3, probe.Asked.Distinct().Count());

        probe.Answer = static endpoint => endpoint.Address.Host == "10.0.0.1" ? ProbeResult.Failed("503") : ProbeResult.Passed("200");
        await AdvanceAsync(fixture, pool, 20);
        Assert.Equal((EndpointHealth.Ejected, RefusalReason.ProbeFailed), (Of(pool, 1).Health, Of(pool, 1).Refusal));

        probe.Answer = static _ => ProbeResult.Passed("200");
        await AdvanceAsync(fixture, pool, 6);
        Assert.Equal(EndpointHealth.Healthy, Of(pool, 1).Health);
    }

    [Theory]
    [InlineData(ProbeVerdict.Degraded, EndpointHealth.Degraded)]
    [InlineData(ProbeVerdict.Draining, EndpointHealth.Draining)]
    public async Task All_AnEndpointSaysItIsDegradedOrDraining_IsTreatedSo(ProbeVerdict verdict, EndpointHealth health)
    {
        var probe = new AnsweringProbe { Answer = endpoint => endpoint.Address.Host == "10.0.0.1" ? new(verdict, "says so") : ProbeResult.Passed("200") };
        await using var fixture = new PoolFixture(options => options.Probe.Mode = ProbeMode.All, probe);
        var (pool, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2));
        await AdvanceAsync(fixture, pool, 15);

        Assert.Equal(health, Of(pool, 1).Health);
    }

    [Fact]
    public async Task Off_NobodyIsProbed()
    {
        var probe = new AnsweringProbe();
        await using var fixture = new PoolFixture(options => options.Probe.Mode = ProbeMode.Off, probe);
        var (pool, _) = await StartAsync(fixture, Endpoint(1), Endpoint(2));
        await EjectAsync(pool, 1);
        await AdvanceAsync(fixture, pool, 60);

        Assert.Empty(probe.Asked);
    }

    private static Decision Of(IEndpointPool pool, int index) => pool.Plan.Explain().Single(decision => decision.Endpoint.Address.Host == $"10.0.0.{index}");

    private static async Task AdvanceAsync(PoolFixture fixture, IEndpointPool pool, double seconds)
    {
        for (var step = 0; step < seconds * 5; step++)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(200));
            await SettledAsync(pool);
        }
    }

    private static async Task<(IEndpointPool Pool, List<FailoverEvent> Events)> StartAsync(PoolFixture fixture, params Endpoint[] endpoints)
    {
        List<FailoverEvent> events = [];
        fixture.Pools.Subscribe(events.Add);
        var pool = fixture.Pools.GetPool("orders");
        fixture.Resolver.Publish("orders", endpoints);
        await pool.WaitForFirstAnswerAsync(default).AsTask().WaitAsync(Deadline);
        await SettledAsync(pool);
        return (pool, events);
    }
}
