using ClientFailover.Testing;
using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

public sealed class EndpointPoolRegistryTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");

    [Fact]
    public async Task GetPool_SameServiceAndPolicy_IsTheSamePoolAndOneWatch()
    {
        await using var fixture = new PoolFixture();
        var pool = fixture.Pools.GetPool("orders");

        Assert.Same(pool, fixture.Pools.GetPool("ORDERS"));
        Assert.Same(pool, fixture.Pools.GetPool(Orders));
        Assert.NotSame(pool, fixture.Pools.GetPool("orders", policy: "batch"));
        Assert.Equal(2, fixture.Pools.Pools.Count);
        await fixture.Resolver.WaitForActiveWatchesAsync(Orders, 1, Deadline);
        Assert.Equal(1, fixture.Resolver.StartedWatches(Orders));
    }

    [Fact]
    public async Task Now_IsTheTimeOfEveryPool()
    {
        await using var fixture = new PoolFixture();
        var pool = fixture.Pools.GetPool("orders");

        fixture.Time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(fixture.Time.Now, fixture.Pools.Now);
        Assert.Equal(pool.Now, fixture.Pools.Now);
    }

    [Fact]
    public async Task GetPool_ManyThreads_MakeOnePool()
    {
        await using var fixture = new PoolFixture();
        var pools = new IEndpointPool[1000];
        Parallel.For(0, pools.Length, i => pools[i] = fixture.Pools.GetPool(i % 2 == 0 ? "orders" : "payments"));

        Assert.Equal(2, pools.Distinct().Count());
        Assert.Equal(2, fixture.Pools.Pools.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_EndsWatchesAndTimers(bool async)
    {
        var fixture = new PoolFixture();
        var pool = fixture.Pools.GetPool("orders");
        fixture.Resolver.Publish("orders", Endpoint(1), Endpoint(2));
        await pool.WaitForFirstAnswerAsync(default).AsTask().WaitAsync(Deadline);
        await EjectAsync(pool, 1);
        await fixture.Time.WaitForTimersAsync(1, Deadline);

        if (async)
        {
            await fixture.Pools.DisposeAsync();
        }
        else
        {
            fixture.Pools.Dispose();
        }

        Assert.Equal((0, 0), (fixture.Resolver.ActiveWatches(Orders), fixture.Time.ActiveTimers));
        Assert.Throws<ObjectDisposedException>(() => fixture.Pools.GetPool("orders"));
        Assert.Throws<ObjectDisposedException>(() => fixture.Pools.GetPool("payments"));
        await fixture.Pools.DisposeAsync(); // a second time does nothing
    }

    [Fact]
    public async Task GetPool_NoServiceName_Throws()
    {
        await using var fixture = new PoolFixture();

        Assert.Throws<FormatException>(() => fixture.Pools.GetPool("_"));
    }

    [Fact]
    public async Task Create_InvalidOptions_ListsAllProblems()
    {
        var options = new LocalityFailoverOptions();
        options.Services["orders"] = new() { OverprovisioningFactor = 0, Endpoints = { new() { Address = "10.0.0.1" } } };

        var error = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => LocalityFailover.Create(options));

        Assert.Equal(2, error.Failures.Count());
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Sources_ServiceNamesOne_OnlyThatIsAsked()
    {
        var first = new ScriptedResolver("first");
        var second = new ScriptedResolver("second");
        var options = new LocalityFailoverOptions();
        options.Services["orders"] = new() { Sources = { "second" } };
        await using var pools = LocalityFailover.Create(options, [first, second], new VirtualTimeProvider());
        pools.GetPool("orders");

        await second.WaitForActiveWatchesAsync(Orders, 1, Deadline);
        Assert.Equal(0, first.StartedWatches(Orders));
    }
}
