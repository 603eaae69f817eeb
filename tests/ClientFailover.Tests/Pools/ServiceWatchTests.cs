using ClientFailover.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClientFailover.Tests;

public sealed class ServiceWatchTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");
    private readonly ScriptedResolver _scripted = new();
    private readonly VirtualTimeProvider _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Take_WhatHearsItThrows_SaysSoAndTheWatchGoesOn(bool isLog)
    {
        var log = new BrokenLog { IsBroken = isLog };
        await using var watch = new ServiceWatch(Orders, _scripted, static () => FailoverPolicy.Default, new MonotonicClock(_time), isLog ? log : NullLogger.Instance);
        var isBroken = !isLog;
        watch.OnAnswer(() =>
        {
            if (isBroken)
            {
                throw new InvalidOperationException("a listener");
            }
        });
        watch.Start();
        _scripted.Publish(Orders, isLog ? new Resolution.NotFound("scripted", "not there") : new Resolution.Resolved("scripted", [PoolFixture.Endpoint(1)]));
        await Shared.Eventually.HoldsAsync(() => watch.State.Last is Resolution.Failed, () => $"{watch.State.Last}");

        log.IsBroken = isBroken = false;
        _scripted.Publish("orders", PoolFixture.Endpoint(2), PoolFixture.Endpoint(3));
        await _time.WaitForTimersAsync(1, PoolFixture.Deadline);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Shared.Eventually.HoldsAsync(() => watch.State.Snapshot.Endpoints.Length == 2, () => $"{watch.State.Last}");
    }

    private sealed class BrokenLog : ILogger
    {
        public volatile bool IsBroken;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsBroken)
            {
                throw new IOException("the disk of the log is full");
            }
        }
    }
}
