using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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

    [Fact]
    public async Task Watch_AnswersAndBreaksEachTime_IsStartedLessAndLessOften()
    {
        var breaking = new OneAnswer(new Resolution.Resolved("breaking", [PoolFixture.Endpoint(1)]));
        await using var one = new SharedSource(breaking, _time, new Entropy(1)).Subscribe(Orders, _ => { });
        for (var second = 0; second < 120; second++)
        {
            await _time.WaitForTimersAsync(1, PoolFixture.Deadline);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // 1, 2, 4, 8, 16 and then 30 s, or half of each at the least: not one a second.
        Assert.InRange(breaking.Started, 6, 13);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("default")]
    [InlineData("null endpoint")]
    [InlineData("default problems")]
    public async Task Watch_GivesWhatNoAnswerIs_BreaksAndIsStartedAgain(string bad)
    {
        var heard = new ConcurrentQueue<Resolution>();
        var source = new OneAnswer(bad switch
        {
            "null" => null!,
            "default" => new Resolution.Resolved("bad", default),
            "null endpoint" => new Resolution.Resolved("bad", [null!]),
            _ => new Resolution.Resolved("bad", []) { Problems = default },
        });
        await using var one = new SharedSource(source, _time, new Entropy(1)).Subscribe(Orders, heard.Enqueue);

        await HeardAsync(heard, 1);

        Assert.StartsWith("the watch broke: ", Assert.IsType<Resolution.Failed>(Assert.Single(heard)).Reason, StringComparison.Ordinal);
        await _time.WaitForTimersAsync(1, PoolFixture.Deadline);
        _time.Advance(TimeSpan.FromSeconds(1));
        await HeardAsync(heard, 2);
        Assert.Equal(2, source.Started);
    }

    private static Task HeardAsync(ConcurrentQueue<Resolution> heard, int count) => Shared.Eventually.HoldsAsync(() => heard.Count == count, () => $"{heard.Count} answers were heard, {count} expected.");

    /// <summary>A source whose watches give one answer and break.</summary>
    private sealed class OneAnswer(Resolution answer) : IEndpointResolver
    {
        private int _started;

        public string Name => "one answer";

        public int Started => Volatile.Read(ref _started);

        public async IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _started);
            await Task.Yield();
            yield return answer;
            throw new InvalidOperationException("broken");
        }
    }
}
