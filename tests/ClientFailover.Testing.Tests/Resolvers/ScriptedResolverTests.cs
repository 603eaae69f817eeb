using System.Collections.Immutable;

namespace ClientFailover.Testing.Tests;

public class ScriptedResolverTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private readonly ScriptedResolver _resolver = new();

    [Fact]
    public async Task Watch_StartedAfterPublish_BeginsWithTheLatest()
    {
        _resolver.Publish(Orders, Answer(1));
        _resolver.Publish(Orders, Answer(2));
        await using var watch = Watch(Orders);

        Assert.True(await Next(watch));

        Assert.Equal([2], Ports(watch.Current));
    }

    [Fact]
    public async Task Watch_Running_SeesEveryLaterAnswerInOrder()
    {
        await using var watch = Watch(Orders);
        var first = Next(watch);
        await _resolver.WaitForActiveWatchesAsync(Orders, 1, Deadline);

        _resolver.Publish(Orders, Answer(1));
        _resolver.Publish(Orders, Answer(2));
        _resolver.Publish(Orders, new Resolution.Failed("scripted", "down"));

        Assert.True(await first);
        Assert.Equal([1], Ports(watch.Current));
        Assert.True(await Next(watch));
        Assert.Equal([2], Ports(watch.Current));
        Assert.True(await Next(watch));
        Assert.IsType<Resolution.Failed>(watch.Current);
    }

    [Fact]
    public async Task Publish_Endpoints_IsAResolvedAnswerOfThisResolver()
    {
        _resolver.Publish("Orders", new Endpoint(new EndpointAddress("10.0.0.1", 80)), new Endpoint(new EndpointAddress("10.0.0.2", 81)));
        await using var watch = Watch(Orders);
        await Next(watch);

        Assert.Equal([80, 81], Ports(watch.Current));
        Assert.Equal("scripted", watch.Current.Source);
    }

    [Fact]
    public async Task Services_AreScriptedApart()
    {
        _resolver.Publish(Orders, Answer(1));
        await using var other = Watch(ServiceName.Parse("carts"));
        var waiting = Next(other);

        await _resolver.WaitForActiveWatchesAsync(ServiceName.Parse("carts"), 1, Deadline);

        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, _resolver.ActiveWatches(Orders));
        _resolver.End(ServiceName.Parse("carts"));
        Assert.False(await waiting);
    }

    [Fact]
    public async Task Throw_RunningAndLaterWatches_ThrowUntilThereIsAnAnswer()
    {
        await using var running = Watch(Orders);
        var waiting = Next(running);
        await _resolver.WaitForActiveWatchesAsync(Orders, 1, Deadline);

        _resolver.Throw(Orders, new IOException("broken"));
        Assert.Equal("broken", (await Assert.ThrowsAsync<IOException>(() => waiting)).Message);
        await using var later = Watch(Orders);
        await Assert.ThrowsAsync<IOException>(() => Next(later));
        _resolver.Publish(Orders, Answer(1));
        await using var mended = Watch(Orders);

        Assert.True(await Next(mended));
        Assert.Equal(3, _resolver.StartedWatches(Orders));
        Assert.Equal(1, _resolver.ActiveWatches(Orders));
    }

    [Fact]
    public async Task End_RunningWatch_EndsAfterWhatWasSaidBefore()
    {
        _resolver.Publish(Orders, Answer(1));
        await using var watch = Watch(Orders);
        Assert.True(await Next(watch));
        _resolver.Publish(Orders, Answer(2));
        _resolver.End(Orders);

        Assert.True(await Next(watch));
        Assert.False(await Next(watch));
        Assert.Equal(0, _resolver.ActiveWatches(Orders));
    }

    [Fact]
    public async Task Hang_LaterWatch_SaysNothingUntilPublish()
    {
        _resolver.Publish(Orders, Answer(1));
        _resolver.Hang(Orders);
        await using var watch = Watch(Orders);
        var waiting = Next(watch);
        await _resolver.WaitForStartedWatchesAsync(Orders, 1, Deadline);
        Assert.False(waiting.IsCompleted);

        _resolver.Publish(Orders, Answer(2));

        Assert.True(await waiting);
        Assert.Equal([2], Ports(watch.Current));
    }

    [Fact]
    public async Task Cancel_HangingWatch_EndsItAndIsCounted()
    {
        using CancellationTokenSource stop = new();
        await using var watch = _resolver.WatchAsync(Orders, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        var waiting = Next(watch);
        await _resolver.WaitForActiveWatchesAsync(Orders, 1, Deadline);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await _resolver.WaitForActiveWatchesAsync(Orders, 0, Deadline);
    }

    private static Resolution.Resolved Answer(int port) => new("scripted", [new Endpoint(new EndpointAddress("10.0.0.1", port))]);

    private static ImmutableArray<int> Ports(Resolution resolution) =>
        [.. Assert.IsType<Resolution.Resolved>(resolution).Endpoints.Select(endpoint => endpoint.Address.Port)];

    private static Task<bool> Next(IAsyncEnumerator<Resolution> watch) => watch.MoveNextAsync().AsTask().WaitAsync(Deadline);

    private IAsyncEnumerator<Resolution> Watch(ServiceName service) =>
        _resolver.WatchAsync(service, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
}
