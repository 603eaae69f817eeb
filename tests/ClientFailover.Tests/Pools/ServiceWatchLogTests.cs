using System.Collections.Concurrent;
using ClientFailover.Testing;
using Microsoft.Extensions.Logging;
using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

/// <summary>What is said of a service's list to whoever is woken at night.</summary>
public sealed class ServiceWatchLogTests : IAsyncDisposable
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private readonly ScriptedResolver _consul = new("consul");
    private readonly WatchLog _log = new();
    private readonly ServiceWatch _watch;
    private int _taken;

    public ServiceWatchLogTests()
    {
        _watch = new ServiceWatch(Orders, _consul, static () => FailoverPolicy.Default, new MonotonicClock(new VirtualTimeProvider()), _log);
        _watch.OnAnswer(() => Interlocked.Increment(ref _taken));
        _watch.Start();
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    [Fact]
    public async Task FirstList_SaysWhoServesOnce()
    {
        await PublishAsync(List(2));
        await PublishAsync(List(3));

        Assert.Equal(["Information orders is served from consul: 2 endpoints."], _log.Lines);
    }

    [Fact]
    public async Task Failure_NothingKnown_SaysThatCallsFail()
    {
        await PublishAsync(new Resolution.Failed("consul", "refused"));
        await PublishAsync(new Resolution.Failed("consul", "refused"));
        await PublishAsync(List(1));

        Assert.Equal(
            [
                "Warning consul cannot be asked for the endpoints of orders: refused. None is known, so calls fail until it can.",
                "Information consul answers again for orders: 1 endpoints.",
            ],
            _log.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failure_WithAnException_ShowsItsTraceOnlyToWhoLooksClosely(bool debug)
    {
        _log.IsDebug = debug;
        await PublishAsync(List(1));
        await PublishAsync(new Resolution.Failed("consul", "refused", new IOException("refused")));

        Assert.Equal("Warning consul cannot be asked for the endpoints of orders: refused. Calls go on with the 1 endpoints last known.", _log.Lines[^1]);
        Assert.Equal(debug ? 1 : 0, _log.Errors.Count);
    }

    [Fact]
    public async Task EmptyList_NothingKnown_SaysThatCallsFailOnce()
    {
        await PublishAsync(List(0));
        await PublishAsync(List(0));
        await PublishAsync(new Resolution.NotFound("consul", "deleted"));

        Assert.Equal(
            [
                "Warning consul names no endpoint of orders, and none is known: calls fail until there are some.",
                "Warning No source knows orders: deleted.",
            ],
            _log.Lines);
    }

    private static Resolution.Resolved List(int count) => new("consul", [.. Enumerable.Range(1, count).Select(index => Endpoint(index))]);

    /// <summary>Publishes an answer, and waits until the watch has taken it and said what it has to say.</summary>
    private async Task PublishAsync(Resolution answer)
    {
        var taken = Volatile.Read(ref _taken);
        _consul.Publish(Orders, answer);
        await Shared.Eventually.HoldsAsync(() => Volatile.Read(ref _taken) > taken, () => "The answer was not taken.");
    }

    private sealed class WatchLog : ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public bool IsDebug { get; set; }

        public IReadOnlyList<string> Lines => [.. _lines];

        public ConcurrentQueue<Exception> Errors { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => IsDebug || logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null)
            {
                Errors.Enqueue(exception);
            }

            _lines.Enqueue($"{logLevel} {formatter(state, exception)}");
        }
    }
}
