using static ClientFailover.Tests.PoolFixture;
using static ClientFailover.Tests.TargetsFixture;

namespace ClientFailover.Tests;

/// <summary>Services of several targets, as their pools see them.</summary>
public sealed class TargetsTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private static readonly ServiceName Legacy = ServiceName.Parse("orders-legacy");

    [Fact]
    public async Task Ordered_FirstIsLostAndComesBack_FailsOverAndReturnsAfterTheHoldDown()
    {
        await using var fixture = new TargetsFixture(LocalFirst);
        var pool = fixture.Pools.GetPool("orders");
        fixture.Kubernetes.Publish("orders", [.. Enumerable.Range(1, 9).Select(i => Endpoint(i))]);
        await PlanAsync(pool, plan => plan.Input.Snapshot is { Source: "kubernetes", Endpoints.Length: 9 });
        Assert.Equal(0, fixture.Consul.StartedWatches(Legacy));

        // One endpoint in place of nine: another target's list is no collapse.
        fixture.Kubernetes.Publish(Orders, new Resolution.NotFound("kubernetes", "deleted"));
        fixture.Consul.Publish("orders-legacy", Endpoint(20));
        await ServedByAsync(pool, "consul/orders-legacy", "10.0.0.20");
        Assert.Equal(0, pool.Plan.Input.Snapshot.Unconfirmed);
        Assert.Equal("consul/orders-legacy", pool.Pick().Endpoint.Labels["clientfailover.io/source"]);

        var back = pool.Now;
        fixture.Kubernetes.Publish("orders", Endpoint(1));
        await fixture.PassUntilServedByAsync(pool, "kubernetes");
        await ServedByAsync(pool, "kubernetes", "10.0.0.1");
        await SettledAsync(pool);

        Assert.Equal([("kubernetes", "consul/orders-legacy"), ("consul/orders-legacy", "kubernetes")], fixture.Moves);
        Assert.True(fixture.Events.OfType<SourceMoved>().Last().At >= back + TimeSpan.FromSeconds(30));
        Assert.Equal(
            ["kubernetes knows no such service (deleted)", "kubernetes has had endpoints again for 00:00:30 or longer"],
            fixture.Events.OfType<SourceMoved>().Select(moved => moved.Reason));
    }

    [Fact]
    public async Task Merged_FailoverTarget_IsATierBehindWhateverItsLocality()
    {
        await using var fixture = new TargetsFixture(options => options.Services["orders"] = Merged(
            new() { Source = "kubernetes" }, new() { Source = "consul", Region = "r1", Zone = "z1", Level = 1 }));
        var pool = fixture.Pools.GetPool("orders");
        fixture.Kubernetes.Publish("orders", Endpoint(1, "z8", "r8"));
        fixture.Consul.Publish("orders", Endpoint(2, "z9", "r9"));

        await ServedByAsync(pool, "kubernetes+consul", "10.0.0.1", "10.0.0.2");

        Assert.Equal(["10.0.0.1", "10.0.0.2"], pool.Plan.Tiers.Select(tier => Assert.Single(tier.Members).Endpoint.Address.Host));
        Assert.Equal("r1/z1", pool.Plan.Tiers[1].Members[0].Endpoint.Locality.ToString());
        Assert.Equal(100, pool.Plan.Tiers[0].Load);
    }

    [Fact]
    public async Task Merged_TheNearerLevelIsSick_TheNextTakesOver()
    {
        await using var fixture = new TargetsFixture(options => options.Services["orders"] = Merged(
            new() { Source = "kubernetes" }, new() { Source = "consul", Level = 1 }));
        var pool = fixture.Pools.GetPool("orders");
        fixture.Kubernetes.Publish("orders", Endpoint(1));
        fixture.Consul.Publish("orders", Endpoint(2));
        await ServedByAsync(pool, "kubernetes+consul", "10.0.0.1", "10.0.0.2");

        await EjectAsync(pool, 1);

        Assert.True(pool.Plan.Tiers[1].Load > 0);
        Assert.Empty(fixture.Moves);
    }

    [Fact]
    public async Task Targets_OfSeveralServices_ShareOneWatchOfASource()
    {
        await using var fixture = new TargetsFixture(options =>
        {
            options.Services["orders"] = Ordered(new TargetOptions { Source = "consul", Service = "orders-legacy" });
            options.Services["shop"] = Ordered(new() { Source = "kubernetes" }, new() { Source = "consul", Service = "orders-legacy" });
            options.Services["orders-legacy"] = new() { Sources = { "consul" } };
        });
        fixture.Kubernetes.Publish(ServiceName.Parse("shop"), new Resolution.NotFound("kubernetes", "none"));
        fixture.Consul.Publish("orders-legacy", Endpoint(1));

        await ServedByAsync(fixture.Pools.GetPool("orders"), "consul/orders-legacy", "10.0.0.1");
        await ServedByAsync(fixture.Pools.GetPool("shop"), "consul/orders-legacy", "10.0.0.1");
        await ServedByAsync(fixture.Pools.GetPool("orders-legacy"), "consul", "10.0.0.1");

        Assert.Equal((1, 1), (fixture.Consul.StartedWatches(Legacy), fixture.Consul.ActiveWatches(Legacy)));
    }

    [Fact]
    public async Task Target_IsAServiceOfTargets_IsComposedInTurn()
    {
        await using var fixture = new TargetsFixture(options =>
        {
            options.Services["orders"] = Ordered(new() { Source = "kubernetes" }, new() { Service = "backup" });
            options.Services["backup"] = Ordered(new() { Source = "kubernetes", Service = "orders-legacy" }, new() { Source = "consul" });
        });
        var backup = ServiceName.Parse("_grpc.backup");
        fixture.Kubernetes.Publish(ServiceName.Parse("_grpc.orders"), new Resolution.NotFound("kubernetes", "none"));
        fixture.Kubernetes.Publish("_grpc.orders-legacy", Endpoint(1), Endpoint(2), Endpoint(3));
        var pool = fixture.Pools.GetPool("_grpc.orders");
        await ServedByAsync(pool, "backup", "10.0.0.1", "10.0.0.2", "10.0.0.3");

        // From three to one, and nothing is disputed: the composed list was settled where it was made.
        fixture.Consul.Publish(backup, new Resolution.Resolved("consul", [Endpoint(4)]));
        fixture.Kubernetes.Publish(ServiceName.Parse("_grpc.orders-legacy"), new Resolution.NotFound("kubernetes", "deleted"));
        await ServedByAsync(pool, "backup", "10.0.0.4");
    }

    [Fact]
    public async Task Sources_TheSecondTakesOver_IsToldAsWell()
    {
        await using var fixture = new TargetsFixture(options => options.Services["orders"] = new() { Sources = { "kubernetes", "consul" } });
        var pool = fixture.Pools.GetPool("orders");
        fixture.Kubernetes.Publish("orders", Endpoint(1));
        await ServedByAsync(pool, "kubernetes", "10.0.0.1");

        fixture.Consul.Publish("orders", Endpoint(2));
        fixture.Kubernetes.Publish(Orders, new Resolution.NotFound("kubernetes", "deleted"));
        await ServedByAsync(pool, "consul", "10.0.0.2");
        await SettledAsync(pool);

        Assert.Equal([("kubernetes", "consul")], fixture.Moves);
    }

    [Fact]
    public async Task Targets_OfTheDefaults_HoldForServicesThatNameNoSources()
    {
        await using var fixture = new TargetsFixture(options =>
        {
            options.Defaults.Targets.Add(new() { Source = "kubernetes" });
            options.Defaults.Targets.Add(new() { Source = "consul" });
            options.Services["payments"] = new() { Sources = { "consul" } };
        });
        fixture.Kubernetes.Publish("orders", Endpoint(1));
        fixture.Consul.Publish("payments", Endpoint(2));

        await ServedByAsync(fixture.Pools.GetPool("orders"), "kubernetes", "10.0.0.1");
        await ServedByAsync(fixture.Pools.GetPool("payments"), "consul", "10.0.0.2");
        Assert.False(fixture.Pools.GetPool("payments").Plan.Input.Snapshot.Endpoints[0].Labels.ContainsKey("clientfailover.io/source"));
    }

    [Fact]
    public async Task Dispose_WhileATargetWaitsToReturn_EndsWatchesAndTimers()
    {
        var fixture = new TargetsFixture(LocalFirst);
        var pool = fixture.Pools.GetPool("orders");
        fixture.Kubernetes.Publish(Orders, new Resolution.NotFound("kubernetes", "none"));
        fixture.Consul.Publish("orders-legacy", Endpoint(2));
        await ServedByAsync(pool, "consul/orders-legacy", "10.0.0.2");
        fixture.Kubernetes.Publish("orders", Endpoint(1));

        await fixture.DisposeAsync();

        Assert.Equal((0, 0, 0), (fixture.Kubernetes.ActiveWatches(Orders), fixture.Consul.ActiveWatches(Legacy), fixture.Time.ActiveTimers));
    }

    private static void LocalFirst(LocalityFailoverOptions options) =>
        options.Services["orders"] = Ordered(new() { Source = "kubernetes" }, new() { Source = "consul", Service = "orders-legacy" });
}
