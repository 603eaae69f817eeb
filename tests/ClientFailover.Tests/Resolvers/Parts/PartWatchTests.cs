using System.Runtime.CompilerServices;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClientFailover.Tests.Resolvers;

public sealed class PartWatchTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private readonly VirtualTimeProvider _time = new();
    private readonly ScriptedResolver _east = new("east");
    private readonly ScriptedResolver _west = new("west");

    [Fact]
    public async Task RunAsync_TwoParts_AreOneListInTheirOrder()
    {
        await using var watch = Watching();
        _west.Publish("orders", PoolFixture.Endpoint(2));
        _east.Publish("orders", PoolFixture.Endpoint(1));

        Assert.Equal(["10.0.0.1:80", "10.0.0.2:80"], await watch.AddressesAsync());
    }

    [Fact]
    public async Task RunAsync_OnePartIsSlow_TheFirstListWaitsForTheGraceAndNoLonger()
    {
        await using var watch = Watching();
        _east.Publish("orders", PoolFixture.Endpoint(1));
        var first = watch.NextAsync();
        await _time.WaitForTimersAsync(1, PoolFixture.Deadline);
        _time.Advance(PartWatch.Grace - TimeSpan.FromTicks(1));
        Assert.Equal(1, _time.ActiveTimers);
        Assert.False(first.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(["west has not answered yet"], Assert.IsType<Resolution.Resolved>(await first).Problems);
    }

    [Fact]
    public async Task RunAsync_OnePart_IsPassedOnWithoutATimer()
    {
        await using var resolver = PartResolver.Of(_time, null, _east);
        await using var watch = new Watch(resolver, "orders");
        _east.Publish("orders", PoolFixture.Endpoint(1));

        Assert.Equal(["10.0.0.1:80"], await watch.AddressesAsync());
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task RunAsync_PartFailsAndRecovers_LogsEachChangeOnce()
    {
        var log = new ListLogger<PartWatchTests>();
        await using var watch = Watching(log);
        _east.Publish("orders", PoolFixture.Endpoint(1));
        _west.Publish("orders", PoolFixture.Endpoint(2));
        await watch.NextAsync();
        foreach (var reason in (string[])["refused", "refused again"])
        {
            _west.Publish(Orders, new Resolution.Failed("west", reason));
            Assert.EndsWith(reason, Assert.Single(Assert.IsType<Resolution.Resolved>(await watch.NextAsync()).Problems), StringComparison.Ordinal);
        }

        _west.Publish("orders", PoolFixture.Endpoint(2));
        await watch.NextAsync();

        Assert.Equal(
            [
                (LogLevel.Warning, "parts cannot be asked for 'orders' (west): refused. The 1 endpoints last known there stay in use", 1),
                (LogLevel.Information, "parts answers again for 'orders' (west): 1 endpoints", 2),
            ],
            log.Entries);
    }

    [Fact]
    public async Task RunAsync_PartThrows_TheWatchThrowsItAndNoPartIsLeft()
    {
        await using var watch = Watching();
        var next = watch.NextAsync();
        await StartedAsync();

        _west.Throw(Orders, new InvalidOperationException("a mistake"));

        Assert.Equal("a mistake", (await Assert.ThrowsAsync<InvalidOperationException>(() => next)).Message);
        AssertNobodyWatches();
    }

    [Fact]
    public async Task RunAsync_PartThrowsBeforeItsFirstStep_TheWatchThrowsIt()
    {
        await using var resolver = new PartResolver(_time, null, new ResolutionPart("broken", static _ => throw new InvalidOperationException("a mistake")));
        await using var watch = new Watch(resolver, "orders");

        await Assert.ThrowsAsync<InvalidOperationException>(watch.NextAsync);
    }

    [Fact]
    public async Task RunAsync_PartEnds_TheWatchEndsAndNoPartIsLeft()
    {
        using var stop = new CancellationTokenSource();
        await using var resolver = PartResolver.Of(_time, null, _east, _west);
        await using var answers = resolver.WatchAsync(Orders, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = answers.MoveNextAsync().AsTask();
        await StartedAsync();

        _west.End(Orders);

        Assert.False(await next.WaitAsync(PoolFixture.Deadline));
        AssertNobodyWatches();
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsWithThatAndNoPartIsLeft()
    {
        await using var watch = Watching();

        await watch.CancelAsync();

        AssertNobodyWatches();
    }

    [Fact]
    public async Task RunAsync_ReaderLeavesAfterAnAnswer_NoPartIsLeft()
    {
        await using (var watch = Watching())
        {
            _east.Publish("orders", PoolFixture.Endpoint(1));
            _west.Publish("orders", PoolFixture.Endpoint(2));
            await watch.NextAsync();
        }

        AssertNobodyWatches();
    }

    [Fact]
    public async Task RunAsync_SlowReader_HoldsThePartBackAndLosesNothing()
    {
        var made = 0;
        await using var resolver = new PartResolver(_time, null, new ResolutionPart("eager", EagerAsync));
        await using var watch = new Watch(resolver, "orders");
        for (var taken = 1; taken <= 200; taken++)
        {
            Assert.Equal($"{taken}", Assert.IsType<Resolution.Failed>(await watch.NextAsync()).Reason);
            Assert.InRange(Volatile.Read(ref made), taken, taken + 2); // one waits in the channel, and one before it
        }

        async IAsyncEnumerable<Resolution> EagerAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (; made < 1000; cancellationToken.ThrowIfCancellationRequested())
            {
                yield return new Resolution.Failed("eager", $"{Interlocked.Increment(ref made)}");
            }

            await Never.EndsAsync(cancellationToken);
        }
    }

    [Fact]
    public void RunAsync_ImpossibleArguments_ThrowsAtOnce()
    {
        var part = new ResolutionPart("east", token => _east.WatchAsync(Orders, token));

        Assert.Throws<ArgumentException>(() => PartWatch.RunAsync("parts", Orders, [], _time, NullLogger.Instance, default));
        Assert.Throws<ArgumentException>(() => PartWatch.RunAsync("parts", Orders, default, _time, NullLogger.Instance, default));
        Assert.Throws<ArgumentException>(() => PartWatch.RunAsync("", Orders, [part], _time, NullLogger.Instance, default));
        Assert.Throws<ArgumentNullException>(() => PartWatch.RunAsync("parts", null!, [part], _time, NullLogger.Instance, default));
        Assert.Throws<ArgumentNullException>(() => PartWatch.RunAsync("parts", Orders, [part], null!, NullLogger.Instance, default));
        Assert.Throws<ArgumentNullException>(() => PartWatch.RunAsync("parts", Orders, [part], _time, null!, default));
    }

    private Watch Watching(ILogger? log = null) => new(PartResolver.Of(_time, log, _east, _west), "orders");

    private async Task StartedAsync()
    {
        await _east.WaitForActiveWatchesAsync(Orders, 1, PoolFixture.Deadline);
        await _west.WaitForActiveWatchesAsync(Orders, 1, PoolFixture.Deadline);
    }

    private void AssertNobodyWatches()
    {
        Assert.Equal((0, 0), (_east.ActiveWatches(Orders), _west.ActiveWatches(Orders)));
        Assert.Equal(0, _time.ActiveTimers);
    }
}
