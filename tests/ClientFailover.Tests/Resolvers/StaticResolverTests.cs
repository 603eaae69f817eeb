namespace ClientFailover.Tests.Resolvers;

public sealed class StaticResolverTests
{
    private readonly StaticResolver _resolver = new();

    private static Endpoint At(string address) => new(EndpointAddress.Parse(address));

    [Fact]
    public async Task Watch_SetAndRemove_GivesEachState()
    {
        _resolver.Set("orders", At("h:1"));
        await using var watch = new Watch(_resolver, "ORDERS");
        Assert.Equal(["h:1"], await watch.AddressesAsync());

        _resolver.Set("Orders", At("h:2"), At("h:3"));
        Assert.Equal(["h:2", "h:3"], await watch.AddressesAsync());

        _resolver.Set("orders");
        Assert.Empty(await watch.AddressesAsync());

        Assert.True(_resolver.Remove("orders"));
        Assert.IsType<Resolution.NotFound>(await watch.NextAsync());
        Assert.False(_resolver.Remove("orders"));
    }

    [Fact]
    public async Task Watch_NamedPort_IsAServiceOfItsOwn()
    {
        _resolver.Set("orders", At("h:1"));
        await using var watch = new Watch(_resolver, "_grpc.orders");
        var answer = Assert.IsType<Resolution.NotFound>(await watch.NextAsync());
        Assert.Equal("no endpoints are stated; call AddEndpoints(\"_grpc.orders\", ...) or StaticResolver.Set", answer.Reason);

        _resolver.Set("_grpc.orders", At("h:2"));
        Assert.Equal(["h:2"], await watch.AddressesAsync());
    }

    [Fact]
    public async Task Watch_ManyChangesBetweenReads_GivesTheLast()
    {
        await using var watch = new Watch(_resolver, "orders");
        await watch.NextAsync();

        for (var i = 1; i <= 100; i++)
        {
            _resolver.Set("orders", At($"h:{i}"));
        }

        Assert.Equal(["h:100"], await watch.AddressesAsync());
    }

    [Fact]
    public async Task Watch_CancelledOrLeft_LeavesNoWatcher()
    {
        var left = new Watch(_resolver, "orders");
        await using var cancelled = new Watch(_resolver, "orders");
        await left.NextAsync();
        await cancelled.NextAsync();
        Assert.Equal(2, _resolver.WatcherCount);

        await left.DisposeAsync();
        await cancelled.CancelAsync();

        Assert.Equal(0, _resolver.WatcherCount);
        _resolver.Set("orders", At("h:1"));
    }

    [Fact]
    public void Set_BadArguments_AreRefused()
    {
        Assert.Throws<FormatException>(() => _resolver.Set("a b", At("h:1")));
        Assert.Throws<ArgumentException>(() => _resolver.Set("orders", At("h:1"), null!));
        Assert.Throws<ArgumentNullException>(() => _resolver.Set("orders", null!));
    }
}
