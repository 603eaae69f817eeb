using System.Threading.Channels;
using ClientFailover.Testing;

namespace ClientFailover.Dns.Tests;

/// <summary>Runs a watch and lets a test wait for what it says; moves a virtual clock meanwhile.</summary>
internal sealed class Watched : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Resolution> _said = Channel.CreateUnbounded<Resolution>();
    private readonly List<Resolution> _seen = [];
    private readonly VirtualTimeProvider? _clock;
    private readonly Task _running;

    public Watched(IEndpointResolver resolver, string service, VirtualTimeProvider? clock = null)
    {
        _clock = clock;
        _running = RunAsync(resolver, ServiceName.Parse(service));
    }

    /// <summary>Everything that was taken so far.</summary>
    public IReadOnlyList<Resolution> Seen => _seen;

    /// <summary>What was said and not taken yet.</summary>
    public int Waiting => _said.Reader.Count;

    public async Task<Resolution> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            while (true)
            {
                if (_clock is null)
                {
                    _seen.Add(await _said.Reader.ReadAsync(deadline.Token));
                    return _seen[^1];
                }

                if (_said.Reader.TryRead(out var one))
                {
                    _seen.Add(one);
                    return one;
                }

                deadline.Token.ThrowIfCancellationRequested();
                await PassAsync(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"nothing was said within {Limit}; before: {string.Join(" | ", _seen.Select(Text))}");
        }
    }

    public async Task<T> NextAsync<T>(Func<T, bool>? fits = null)
        where T : Resolution
    {
        while (true)
        {
            if (await NextAsync() is T one && (fits is null || fits(one)))
            {
                return one;
            }
        }
    }

    /// <summary>The next list, as text: address, weight and priority of each.</summary>
    public async Task<string[]> NextLinesAsync() => [.. (await NextAsync<Resolution.Resolved>()).Endpoints.Select(Line)];

    public static string Line(Endpoint one) => $"{one.Address.Authority} {one.Weight}/{one.Priority}";

    /// <summary>Moves the virtual clock in small steps, each once the watch sleeps again.</summary>
    public async Task PassAsync(TimeSpan duration)
    {
        for (var end = _clock!.Now + duration; _clock.Now < end;)
        {
            await _clock.WaitForTimersAsync(1, Limit);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await _clock.WaitForTimersAsync(1, Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private static string Text(Resolution one) => one switch
    {
        Resolution.Resolved resolved => $"[{string.Join(", ", resolved.Endpoints.Select(Line))}; {string.Join(", ", resolved.Problems)}]",
        Resolution.Failed failed => "failed: " + failed.Reason,
        Resolution.NotFound notFound => "not found: " + notFound.Reason,
        _ => "?",
    };

    private async Task RunAsync(IEndpointResolver resolver, ServiceName service)
    {
        try
        {
            await foreach (var one in resolver.WatchAsync(service, _stop.Token))
            {
                await _said.Writer.WriteAsync(one);
            }

            _said.Writer.Complete();
        }
        catch (OperationCanceledException)
        {
            _said.Writer.Complete();
        }
        catch (Exception e)
        {
            _said.Writer.Complete(e);
        }
    }
}
