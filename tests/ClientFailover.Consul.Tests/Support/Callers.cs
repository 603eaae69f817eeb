using System.Collections.Concurrent;

namespace ClientFailover.Consul.Tests;

/// <summary>Some who call all the time, and keep who answered and what went wrong. An answer is its server's name.</summary>
internal sealed class Callers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Exception> _errors = [];
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private Task _running = Task.CompletedTask;

    public IReadOnlyCollection<Exception> Errors => _errors;

    public static Callers Start(HttpClient client, int count = 2)
    {
        var callers = new Callers();
        callers._running = Task.WhenAll(Enumerable.Range(0, count).Select(_ => callers.RunAsync(client)));
        return callers;
    }

    /// <summary>How many calls these servers have answered together.</summary>
    public int AnsweredBy(params ReadOnlySpan<string> names)
    {
        var sum = 0;
        foreach (var name in names)
        {
            sum += _answers.GetValueOrDefault(name);
        }

        return sum;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    public override string ToString() => $"{string.Join(", ", _answers.ToArray().OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key} {pair.Value}"))}; {_errors.Count} errors";

    private async Task RunAsync(HttpClient client)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        try
        {
            while (await pace.WaitForNextTickAsync(_stop.Token))
            {
                await CallAsync(client);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    /// <summary>A call has its own end: that of the test does not cut it.</summary>
    private async Task CallAsync(HttpClient client)
    {
        try
        {
            _answers.AddOrUpdate(await client.GetStringAsync(new Uri("/", UriKind.Relative), CancellationToken.None), 1, static (_, count) => count + 1);
        }
        catch (Exception e)
        {
            _errors.Enqueue(e);
        }
    }
}
