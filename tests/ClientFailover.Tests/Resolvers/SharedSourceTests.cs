using System.Collections.Concurrent;
using ClientFailover.Testing;

namespace ClientFailover.Tests.Resolvers;

public sealed class SharedSourceTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private readonly ScriptedResolver _scripted = new();
    private readonly VirtualTimeProvider _time = new();
    private readonly SharedSource _source;

    public SharedSourceTests() => _source = new(_scripted, _time, new Entropy(1));

    [Fact]
    public async Task Subscribe_TwoListeners_HearOneWatchAndItEndsWithTheLast()
    {
        var (first, second) = (new ConcurrentQueue<Resolution>(), new ConcurrentQueue<Resolution>());
        var one = _source.Subscribe(Orders, first.Enqueue);
        var two = _source.Subscribe(Orders, second.Enqueue);
        _scripted.Publish("orders", PoolFixture.Endpoint(1));
        await HeardAsync(first, 1);
        await HeardAsync(second, 1);

        await one.DisposeAsync();
        await one.DisposeAsync(); // a second time does nothing
        Assert.Equal(1, _scripted.ActiveWatches(Orders));
        _scripted.Publish("orders", PoolFixture.Endpoint(2));
        await HeardAsync(second, 2);
        Assert.Single(first);

        await two.DisposeAsync();
        Assert.Equal((0, 1), (_scripted.ActiveWatches(Orders), _scripted.StartedWatches(Orders)));
    }

    [Fact]
    public async Task Subscribe_LateWhileTheSourceFails_HearsWhatIsKnownAndThatItFails()
    {
        var (first, late) = (new ConcurrentQueue<Resolution>(), new ConcurrentQueue<Resolution>());
        await using var one = _source.Subscribe(Orders, first.Enqueue);
        _scripted.Publish("orders", PoolFixture.Endpoint(1));
        _scripted.Publish(Orders, new Resolution.Failed("scripted", "down"));
        await HeardAsync(first, 2);

        await using var two = _source.Subscribe(Orders, late.Enqueue);

        Assert.Equal(["Resolved", "Failed"], late.Select(answer => answer.GetType().Name));
        Assert.Equal(1, _scripted.StartedWatches(Orders));
    }

    [Fact]
    public async Task Subscribe_AfterTheLastHasLeft_StartsAnew()
    {
        await _source.Subscribe(Orders, _ => { }).DisposeAsync();
        await using var again = _source.Subscribe(Orders, _ => { });

        await _scripted.WaitForActiveWatchesAsync(Orders, 1, PoolFixture.Deadline);
        Assert.Equal(2, _scripted.StartedWatches(Orders));
    }

    [Fact]
    public async Task Watch_Breaks_IsStartedOnceForAllWithBackOff()
    {
        var heard = new ConcurrentQueue<Resolution>();
        await using var one = _source.Subscribe(Orders, heard.Enqueue);
        await using var two = _source.Subscribe(Orders, _ => { });
        _scripted.Throw(Orders, new InvalidOperationException("broken"));
        await HeardAsync(heard, 1);
        Assert.Equal("the watch broke: InvalidOperationException: broken", Assert.IsType<Resolution.Failed>(Assert.Single(heard)).Reason);

        await _time.WaitForTimersAsync(1, PoolFixture.Deadline);
        _time.Advance(TimeSpan.FromSeconds(1));
        await HeardAsync(heard, 2);
        Assert.Equal(2, _scripted.StartedWatches(Orders));
    }

    private static Task HeardAsync(ConcurrentQueue<Resolution> heard, int count) => Shared.Eventually.HoldsAsync(() => heard.Count == count, () => $"{heard.Count} answers were heard, {count} expected.");
}
