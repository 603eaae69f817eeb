using ClientFailover.Testing;

namespace ClientFailover.Tests.Resolvers;

public sealed class EndpointResolverTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private readonly ScriptedResolver _place = new();
    private readonly PartResolver _resolver;

    public EndpointResolverTests() => _resolver = PartResolver.Of(TimeProvider.System, null, _place);

    [Fact]
    public void Constructor_NoName_Throws() => Assert.Throws<ArgumentException>(static () => new Nameless());

    [Fact]
    public void WatchAsync_NoService_ThrowsAtOnce() => Assert.Throws<ArgumentNullException>(() => _resolver.WatchAsync(null!, default));

    [Fact]
    public async Task Dispose_WatchesRun_EndsThemAllAndThenCloses()
    {
        await using var one = new Watch(_resolver, "orders");
        await using var other = new Watch(_resolver, "orders");
        Task[] waiting = [one.NextAsync(), other.NextAsync()];
        await _place.WaitForActiveWatchesAsync(Orders, 2, PoolFixture.Deadline);

        _resolver.Dispose();

        foreach (var watch in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        }

        Assert.Equal((1, true), (_resolver.Closed, _resolver.ClosedAfterTheWatches));
        Assert.Equal(0, _place.ActiveWatches(Orders));
    }

    [Fact]
    public async Task Dispose_Again_ClosesOnce()
    {
        _resolver.Dispose();
        _resolver.Dispose();
        await _resolver.DisposeAsync();

        Assert.Equal(1, _resolver.Closed);
    }

    [Fact]
    public async Task WatchAsync_Disposed_Throws()
    {
        await _resolver.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => _resolver.WatchAsync(Orders, default));
    }

    [Fact]
    public async Task WatchAsync_DisposedBeforeItsFirstStep_Ends()
    {
        await using var watch = new Watch(_resolver, "orders");
        _resolver.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(watch.NextAsync);
    }

    [Fact]
    public async Task WatchAsync_Cancelled_EndsThatOneAlone()
    {
        await using var one = new Watch(_resolver, "orders");
        await using var other = new Watch(_resolver, "orders");
        var waiting = other.NextAsync();
        await _place.WaitForActiveWatchesAsync(Orders, 1, PoolFixture.Deadline);

        await one.CancelAsync();

        _place.Publish("orders", PoolFixture.Endpoint(1));
        Assert.IsType<Resolution.Resolved>(await waiting);
        Assert.Equal(0, _resolver.Closed);
    }

    private sealed class Nameless() : EndpointResolver(" ")
    {
        protected override IAsyncEnumerable<Resolution> RunAsync(ServiceName service, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
