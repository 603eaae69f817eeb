using System.Threading.Channels;
using ClientFailover.Testing;

namespace ClientFailover.Tests.Shared;

/// <summary>Runs a watch and lets a test wait for what it says; moves a virtual clock meanwhile, when there is one.</summary>
internal sealed class Watched : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
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

    /// <summary>Takes resolutions until one fits (the next one, by default); fails with all that was said when none comes in time.</summary>
    public async Task<Resolution> NextAsync(Func<Resolution, bool>? fits = null)
    {
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            while (true)
            {
                var one = await TakeAsync(deadline.Token);
                _seen.Add(one);
                if (fits is null || fits(one))
                {
                    return one;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"nothing that fits within {Limit}; said so far: {string.Join(" | ", _seen.Select(Text))}");
        }
    }

    public async Task<T> NextAsync<T>(Func<T, bool>? fits = null)
        where T : Resolution =>
        (T)await NextAsync(one => one is T answer && (fits is null || fits(answer)));

    public Task<Resolution.Resolved> NextResolvedAsync(Func<Resolution.Resolved, bool>? fits = null) => NextAsync(fits);

    /// <summary>The next list with exactly these instances (the last part of their names), in any order.</summary>
    public Task<Resolution.Resolved> NextWithAsync(params string[] ids) =>
        NextResolvedAsync(resolved => resolved.Endpoints.Select(Id).Order(StringComparer.Ordinal).SequenceEqual(ids.Order(StringComparer.Ordinal)));

    public Task<Resolution.Failed> NextFailedAsync(string reason = "") => NextAsync<Resolution.Failed>(failed => failed.Reason.Contains(reason, StringComparison.Ordinal));

    /// <summary>Moves the virtual clock in small steps, each once the watch sleeps again.</summary>
    public async Task PassAsync(TimeSpan duration)
    {
        for (var end = _clock!.Now + duration; _clock.Now < end;)
        {
            await _clock.WaitForTimersAsync(1, Limit);
            _clock.Advance(Step);
        }

        await _clock.WaitForTimersAsync(1, Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    public static string Id(Endpoint endpoint) => endpoint.Instance.Split('/')[^1];

    private static string Text(Resolution one) => one switch
    {
        Resolution.Resolved resolved => $"[{string.Join(", ", resolved.Endpoints)}; {string.Join(", ", resolved.Problems)}]",
        Resolution.Failed failed => "failed: " + failed.Reason,
        Resolution.NotFound notFound => "not found: " + notFound.Reason,
        _ => one.ToString(),
    };

    private async Task<Resolution> TakeAsync(CancellationToken deadline)
    {
        if (_clock is null)
        {
            return await _said.Reader.ReadAsync(deadline);
        }

        Resolution? one;
        while (!_said.Reader.TryRead(out one))
        {
            deadline.ThrowIfCancellationRequested();
            await PassAsync(Step);
            await Task.Yield();
        }

        return one;
    }

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
