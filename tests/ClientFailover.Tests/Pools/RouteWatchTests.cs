using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

public sealed class RouteWatchTests
{
    private static readonly string[] Routes = ["GET /orders", "POST /orders", "GET /items", "GET /reports"];

    [Theory]
    [InlineData(OutcomeKind.ServerError)]
    [InlineData(OutcomeKind.GatewayError)]
    [InlineData(OutcomeKind.TimedOut)]
    public async Task Complete_RouteThatFailsEverywhere_KeepsNobodyOutAndIsTold(OutcomeKind kind)
    {
        await using var fixture = new PoolFixture();
        var (pool, traffic, events) = await StartAsync(fixture, 6);
        traffic.RouteOutcome = (_, route) => route is "GET /orders" or "POST /orders" ? kind : OutcomeKind.Success;

        await traffic.RunAsync(1.5);
        Assert.All(pool.Plan.Tiers[0].Members, member => Assert.Equal(EndpointHealth.Healthy, member.Health)); // who was out at first is back
        await traffic.RunAsync(60);

        Assert.DoesNotContain(events, happened => happened is EndpointEjected && happened.At > new MonotonicTime(TimeSpan.TicksPerSecond));
        Assert.Equal(["GET /orders", "POST /orders"], events.OfType<RouteFoundFailing>().Select(happened => happened.Route).Order(StringComparer.Ordinal));
        Assert.All(events.OfType<RouteFoundFailing>(), happened => Assert.Equal(happened.Calls.Total, happened.Calls.Failures));

        traffic.RouteOutcome = (_, _) => OutcomeKind.Success;
        await traffic.RunAsync(60);
        Assert.Equal(["GET /orders", "POST /orders"], events.OfType<RouteRecovered>().Select(happened => happened.Route).Order(StringComparer.Ordinal));
        Assert.False(pool.WantsRoutes);
    }

    [Fact]
    public async Task Complete_ScopeByRouteOff_EjectsForIt()
    {
        await using var fixture = new PoolFixture(static service => service.OutlierDetection.ScopeByRoute = false);
        var (_, traffic, events) = await StartAsync(fixture, 6);
        traffic.RouteOutcome = (_, route) => route is "GET /orders" or "POST /orders" ? OutcomeKind.ServerError : OutcomeKind.Success;

        await traffic.RunAsync(60);

        Assert.Contains(events, happened => happened is EndpointEjected);
        Assert.DoesNotContain(events, happened => happened is RouteFoundFailing);
    }

    [Fact]
    public async Task Complete_EndpointWhoseRoutesAllFail_IsEjectedThoughARouteFailsEverywhere()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic, events) = await StartAsync(fixture, 6);
        traffic.RouteOutcome = (_, route) => route == "GET /orders" ? OutcomeKind.ServerError : OutcomeKind.Success;
        await traffic.RunAsync(30);
        Assert.DoesNotContain(events, happened => happened is EndpointEjected);

        var bad = Endpoint(1).Identity;
        traffic.RouteOutcome = (endpoint, route) => endpoint.Identity == bad || route == "GET /orders" ? OutcomeKind.ServerError : OutcomeKind.Success;
        await traffic.RunAsync(30);

        Assert.Equal([bad], events.OfType<EndpointEjected>().Select(ejected => ejected.Endpoint).Distinct());
        Assert.DoesNotContain(events, happened => happened is EndpointReleased); // its failures of that route excuse none of the others
    }

    [Fact]
    public void Advance_EndpointThatFailsOnAnotherRouteToo_IsNotCleared()
    {
        var watch = new RouteWatch();
        EndpointStats[] endpoints = [.. Enumerable.Range(0, 6).Select(_ => new EndpointStats())];
        var now = new MonotonicTime(TimeSpan.TicksPerSecond);
        endpoints[0].Begin(now);
        endpoints[0].Complete(new(OutcomeKind.ServerError, TimeSpan.FromMilliseconds(5)), now, FailoverPolicy.Default);
        Take(0, "GET /everywhere", OutcomeKind.ServerError, 1); // a run, so that successes are looked at
        for (var i = 0; i < endpoints.Length; i++)
        {
            Take(i, "GET /works", OutcomeKind.Success, 20);
            Take(i, "GET /here", i == 0 ? OutcomeKind.ServerError : OutcomeKind.Success, 5);
        }

        for (var i = 0; i < endpoints.Length; i++)
        {
            Take(i, "GET /everywhere", OutcomeKind.ServerError, 6);
        }

        var cleared = watch.Advance(new(ServiceName.Parse("orders"), now));

        Assert.Equal(endpoints[1..], endpoints.Where(cleared.Contains));

        void Take(int endpoint, string route, OutcomeKind kind, int times)
        {
            for (var i = 0; i < times; i++)
            {
                watch.Take(endpoints[endpoint], new CallOutcome(kind, TimeSpan.FromMilliseconds(5)) { Route = route }, now);
            }
        }
    }

    [Fact]
    public void Take_MoreRoutesThanAreWatched_CountsTheRestAgainstTheirEndpoints()
    {
        Assert.True(IsOfRoute("GET /late", routesBefore: 255));
        Assert.False(IsOfRoute("GET /late", routesBefore: 256));

        // The route fails everywhere, and the endpoint serves another.
        static bool IsOfRoute(string route, int routesBefore)
        {
            var watch = new RouteWatch();
            EndpointStats[] endpoints = [.. Enumerable.Range(0, 6).Select(_ => new EndpointStats())];
            var (failure, now) = (new CallOutcome(OutcomeKind.ServerError, TimeSpan.FromMilliseconds(5)), new MonotonicTime(TimeSpan.TicksPerSecond));
            Complete(endpoints[0], failure);
            Complete(endpoints[0], failure); // a run, so that successes are looked at
            for (var i = 0; i < routesBefore; i++)
            {
                watch.Take(endpoints[0], failure with { Route = $"GET /{i}" }, now);
            }

            foreach (var endpoint in endpoints)
            {
                for (var i = 0; i < 20; i++)
                {
                    watch.Take(endpoint, new CallOutcome(OutcomeKind.Success, TimeSpan.FromMilliseconds(5)) { Route = "GET /works" }, now);
                }

                watch.Take(endpoint, failure with { Route = route }, now);
            }

            return watch.Take(endpoints[0], failure with { Route = route }, now);

            void Complete(EndpointStats stats, CallOutcome outcome)
            {
                stats.Begin(now);
                stats.Complete(outcome, now, FailoverPolicy.Default);
                watch.Take(stats, outcome with { Route = "GET /0" }, now);
            }
        }
    }

    [Fact]
    public async Task Complete_RouteThatFailsAtOneEndpointAlone_IsThatEndpointsFault()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic, events) = await StartAsync(fixture, 6);
        var bad = Endpoint(1).Identity;
        traffic.RouteOutcome = (endpoint, route) => endpoint.Identity == bad && route != "GET /items" ? OutcomeKind.ServerError : OutcomeKind.Success;

        await traffic.RunAsync(30);

        Assert.Equal([bad], events.OfType<EndpointEjected>().Select(ejected => ejected.Endpoint).Distinct());
        Assert.DoesNotContain(events, happened => happened is RouteFoundFailing);
    }

    [Fact]
    public async Task Complete_RouteThatFailsInTheWholeZone_MovesTheZonesTraffic()
    {
        await using var fixture = new PoolFixture();
        var (pool, traffic, events) = await StartAsync(fixture, 6);
        fixture.Resolver.Publish("orders", [.. Enumerable.Range(1, 6).Select(i => Endpoint(i)), .. Enumerable.Range(7, 6).Select(i => Endpoint(i, "z2"))]);
        await PlanAsync(pool, plan => plan.Tiers.Length == 2);
        traffic.RouteOutcome = (endpoint, route) => endpoint.Locality.Zone == "z1" && route != "GET /items" ? OutcomeKind.ServerError : OutcomeKind.Success;

        await traffic.RunAsync(20);

        Assert.Contains(events, happened => happened is CircuitMoved { To.State: CircuitState.Open } or LocalityFoundWorse);
        Assert.InRange(traffic.ShareOf("z2", traffic.Now - 5), 0.85, 1);
    }

    private static async Task<(IEndpointPool Pool, Traffic Traffic, List<FailoverEvent> Events)> StartAsync(PoolFixture fixture, int endpoints)
    {
        List<FailoverEvent> events = [];
        fixture.Pools.Subscribe(events.Add);
        var pool = fixture.Pools.GetPool("orders");
        fixture.Resolver.Publish("orders", [.. Enumerable.Range(1, endpoints).Select(i => Endpoint(i))]);
        await PlanAsync(pool, plan => plan.Tiers.Length > 0);
        await SettledAsync(pool);
        return (pool, new(fixture, pool) { Routes = Routes }, events);
    }
}
