using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

public sealed class SpillWatchTests
{
    [Fact]
    public async Task Calls_ZoneThatReportsToBeFull_GivesUpTrafficUntilItIsNot()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic, events) = await StartAsync(fixture);
        traffic.Utilization = endpoint => endpoint.Locality.Zone == "z1" ? 0.95f : 0.3f;
        await traffic.RunAsync(10);

        var began = Assert.Single(events.OfType<SpillBegan>());
        Assert.Equal("z1", began.Locality.Zone);
        Assert.InRange(began.Utilization!.Value, 0.9, 1);
        Assert.InRange(traffic.ShareOf("z2", traffic.Now - 2), 0.8, 0.95); // it keeps a tenth

        traffic.Utilization = _ => 0.4f;
        await traffic.RunAsync(40);
        Assert.Single(events.OfType<SpillEnded>());
        Assert.Equal(0, traffic.ShareOf("z2", traffic.Now - 2));
    }

    [Fact]
    public async Task Calls_UtilizationThatFollowsTheTraffic_SettlesAtTheThreshold()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic, _) = await StartAsync(fixture);
        traffic.Utilization = endpoint => (float)(endpoint.Locality.Zone == "z1" && traffic.Attempts.Count > 0 ? 1.5 * traffic.ShareOf("z1", traffic.Now - 1) : 0.2);
        await traffic.RunAsync(60);

        Assert.InRange(traffic.ShareOf("z1", traffic.Now - 20), 0.5, 0.65); // 0.9 of 1.5 is 0.6
    }

    [Fact]
    public async Task Calls_NoRoomElsewhere_StayWhereTheyAre()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic, events) = await StartAsync(fixture);
        traffic.Utilization = _ => 0.3f;
        await traffic.RunAsync(2);
        traffic.Utilization = endpoint => endpoint.Locality.Zone == "z1" ? 0.95f : 0.92f;
        traffic.Outcome = endpoint => OutcomeKind.Success;
        await traffic.RunAsync(30);

        // What the other zone says is only known once it gets calls: it gets some, and is left again.
        Assert.InRange(traffic.ShareOf("z2", traffic.Now - 20), 0, 0.2);
        Assert.All(events.OfType<SpillBegan>(), began => Assert.Equal("z1", began.Locality.Zone));
    }

    [Fact]
    public async Task Calls_OneZoneElsewhereIsFullAndOfAnotherNothingIsKnown_GoThere()
    {
        await using var fixture = new PoolFixture();
        var (pool, traffic, _) = await StartAsync(fixture);
        fixture.Resolver.Publish("orders", Endpoint(1), Endpoint(2), Endpoint(3, "z2"), Endpoint(5, "z3"));
        await PlanAsync(pool, plan => plan.Tiers[1].Members.Any(member => member.Endpoint.Locality.Zone == "z3"));
        traffic.Utilization = endpoint => endpoint.Locality.Zone == "z3" ? null : 0.95f;
        await traffic.RunAsync(40);

        Assert.InRange(traffic.ShareOf("z1", traffic.Now - 10), 0, 0.6);
    }

    [Theory]
    [InlineData("capacity", 10, true)]
    [InlineData("slots", 10, false)] // another label
    [InlineData("capacity", 1000, false)]
    public async Task Calls_MoreInFlightThanDeclared_GoElsewhere(string label, int capacity, bool spills)
    {
        await using var fixture = new PoolFixture();
        var (pool, traffic, events) = await StartAsync(fixture, label, capacity);
        var hanging = Enumerable.Range(0, 30).Select(_ => pool.Pick()).ToList();
        await traffic.RunAsync(5);

        Assert.Equal(spills, events.OfType<SpillBegan>().Any());
        Assert.Equal(spills, traffic.ShareOf("z2", traffic.Now - 1) > 0.5);
        hanging.ForEach(pick => pick.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(5))));
    }

    [Theory]
    [InlineData("a lot")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("NaN")]
    [InlineData("1e99")]
    public async Task Calls_CapacityThatIsNone_IsIgnored(string capacity)
    {
        await using var fixture = new PoolFixture();
        var (pool, traffic, events) = await StartAsync(fixture, "capacity", capacity);
        var hanging = Enumerable.Range(0, 30).Select(_ => pool.Pick()).ToList();
        await traffic.RunAsync(3);

        Assert.Empty(events);
        hanging.ForEach(pick => pick.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(5))));
    }

    private static async Task<(IEndpointPool Pool, Traffic Traffic, List<FailoverEvent> Events)> StartAsync(PoolFixture fixture, string label = "capacity", object? capacity = null)
    {
        List<FailoverEvent> events = [];
        fixture.Pools.Subscribe(events.Add);
        var pool = fixture.Pools.GetPool("orders");
        fixture.Resolver.Publish("orders", [.. from i in Enumerable.Range(1, 4) select Declaring(Endpoint(i, i <= 2 ? "z1" : "z2"), label, capacity)]);
        await PlanAsync(pool, plan => plan.Tiers.Length == 2);
        await SettledAsync(pool);
        return (pool, new(fixture, pool), events);
    }

    private static Endpoint Declaring(Endpoint endpoint, string label, object? capacity) => new(endpoint.Address)
    {
        Locality = endpoint.Locality,
        Labels = capacity is null ? endpoint.Labels : new Dictionary<string, string>(StringComparer.Ordinal) { [label] = FormattableString.Invariant($"{capacity}") },
    };
}
