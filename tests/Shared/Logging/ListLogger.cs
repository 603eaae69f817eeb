using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Tests.Shared;

/// <summary>Keeps what is logged, exceptions included.</summary>
internal sealed class ListLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text, int Id)> _entries = [];

    public IReadOnlyList<(LogLevel Level, string Text, int Id)> Entries => [.. _entries];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, formatter(state, exception) + exception, eventId.Id));
}
