using System.Threading.Channels;
using ClientFailover.Testing;

namespace ClientFailover.Tests;

public sealed class OrderedResolverTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private static readonly Endpoint One = PoolFixture.Endpoint(1);
    private static readonly Endpoint Two = PoolFixture.Endpoint(2);

    [Fact]
    public async Task Watch_FirstServes_SecondIsNotAsked()
    {
        await using var watch = new Watching();
        watch.First.Publish("orders", One);

        Assert.Equal([One], (await watch.NextAsync<Resolution.Resolved>()).Endpoints);
        Assert.Equal(0, watch.Second.StartedWatches(Orders));
    }

    [Fact]
    public async Task Watch_FirstKnowsNothing_SecondServesUntilTheFirstDoes()
    {
        await using var watch = new Watching();
        watch.First.Publish(Orders, new Resolution.NotFound("first", "no entry"));
        watch.Second.Publish("orders", Two);
        Assert.Equal([Two], (await watch.NextAsync<Resolution.Resolved>()).Endpoints);

        watch.First.Publish("orders", One);
        Assert.Equal([One], (await watch.NextAsync<Resolution.Resolved>()).Endpoints);
    }

    [Fact]
    public async Task Watch_FirstServedAndCannotBeAsked_ItsListHoldsAndTheSecondDoesNotServe()
    {
        await using var watch = new Watching();
        watch.Second.Publish("orders", Two);
        watch.First.Publish("orders", One);
        await watch.NextAsync<Resolution.Resolved>();

        watch.First.Publish(Orders, new Resolution.Failed("first", "restarting"));
        Assert.Equal("restarting", (await watch.NextAsync<Resolution.Failed>()).Reason); // so that the pool keeps the last list
        Assert.Equal(0, watch.Second.StartedWatches(Orders));
        watch.First.Publish("orders", One);
        Assert.Equal([One], (await watch.NextAsync<Resolution.Resolved>()).Endpoints);

        watch.First.Publish(Orders, new Resolution.NotFound("first", "no entry"));
        Assert.Equal([Two], (await watch.NextAsync<Resolution.Resolved>()).Endpoints);
        watch.First.Publish(Orders, new Resolution.Failed("first", "restarting"));
        watch.Second.Publish("orders", Two, One);
        Assert.Equal([Two, One], (await watch.NextAsync<Resolution.Resolved>()).Endpoints); // the first has nothing to hold
    }

    [Fact]
    public async Task Watch_SecondCannotBeAsked_IsNotNobodyThere()
    {
        await using var watch = new Watching();
        watch.First.Publish(Orders, new Resolution.NotFound("first", "no entry"));
        watch.Second.Publish(Orders, new Resolution.Failed("second", "down"));

        Assert.Equal("down", (await watch.NextAsync<Resolution.Failed>()).Reason);
    }

    [Fact]
    public async Task Watch_FirstNamesNobodySecondCannotBeAsked_SaysBoth()
    {
        await using var watch = new Watching();
        watch.First.Publish(Orders, new Resolution.Resolved("first", []) { Problems = ["the token may not read 'orders'"] });
        watch.Second.Publish(Orders, new Resolution.Failed("second", "down"));

        var failed = await watch.NextAsync<Resolution.Failed>();

        Assert.Equal(("second", "down; first names no endpoint: the token may not read 'orders'"), (failed.Source, failed.Reason));
    }

    [Fact]
    public async Task Watch_NobodyCanBeAsked_SaysWhyOfEach()
    {
        await using var watch = new Watching();
        watch.First.Publish(Orders, new Resolution.Failed("first", "refused"));
        watch.Second.Publish(Orders, new Resolution.Failed("second", "down"));

        var failed = await watch.NextAsync<Resolution.Failed>();

        Assert.Equal(("first", "refused; second cannot be asked: down"), (failed.Source, failed.Reason));
    }

    [Fact]
    public async Task Watch_AllKnowNothing_NamesEachReason()
    {
        await using var watch = new Watching();
        watch.First.Publish(Orders, new Resolution.NotFound("first", "no entry"));
        watch.Second.Publish(Orders, new Resolution.NotFound("second", "no such service"));

        Assert.Equal("first: no entry; second: no such service", (await watch.NextAsync<Resolution.NotFound>()).Reason);
    }

    [Fact]
    public async Task Watch_SourceThrows_CountsAsFailedAndIsStartedAgainWithBackOff()
    {
        await using var watch = new Watching();
        watch.First.Throw(Orders, new InvalidOperationException("broken"));
        watch.Second.Publish("orders", Two);
        Assert.Equal([Two], (await watch.NextAsync<Resolution.Resolved>()).Endpoints);

        await watch.Time.WaitForTimersAsync(1, PoolFixture.Deadline);
        Assert.Equal(1, watch.First.StartedWatches(Orders));
        watch.First.Publish("orders", One);
        watch.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([One], (await watch.NextAsync<Resolution.Resolved>()).Endpoints);
    }

    [Fact]
    public async Task Watch_NoSources_SaysSoAndStaysOpen()
    {
        using var stop = new CancellationTokenSource();
        var answers = new OrderedResolver([]).WatchAsync(Orders, stop.Token).GetAsyncEnumerator(stop.Token);

        Assert.True(await answers.MoveNextAsync());
        Assert.IsType<Resolution.NotFound>(answers.Current);
        var next = answers.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    private sealed class Watching : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Channel<Resolution> _answers = Channel.CreateUnbounded<Resolution>();
        private readonly Task _loop;

        public Watching() => _loop = RunAsync();

        public ScriptedResolver First { get; } = new("first");

        public ScriptedResolver Second { get; } = new("second");

        public VirtualTimeProvider Time { get; } = new();

        public async Task<T> NextAsync<T>()
            where T : Resolution
        {
            using var deadline = new CancellationTokenSource(PoolFixture.Deadline);
            while (true)
            {
                if (await _answers.Reader.ReadAsync(deadline.Token) is T answer)
                {
                    return answer;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _loop;
            Assert.Equal((0, 0), (First.ActiveWatches(Orders), Second.ActiveWatches(Orders)));
            _stop.Dispose();
        }

        private async Task RunAsync()
        {
            try
            {
                await foreach (var answer in new OrderedResolver([new(First, Time, new Entropy(1)), new(Second, Time, new Entropy(1))]).WatchAsync(Orders, _stop.Token))
                {
                    _answers.Writer.TryWrite(answer);
                }
            }
            catch (OperationCanceledException)
            {
                // stopped
            }
        }
    }
}
