using System.Threading.Channels;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>Runs a watch and lets a test wait for what it says.</summary>
internal sealed class Watched : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Resolution> _said = Channel.CreateUnbounded<Resolution>();
    private readonly List<Resolution> _seen = [];
    private readonly Task _running;

    public Watched(IEndpointResolver resolver, string service) => _running = RunAsync(resolver, ServiceName.Parse(service));

    /// <summary>Everything that was taken by <see cref="NextAsync"/> so far.</summary>
    public IReadOnlyList<Resolution> Seen => _seen;

    /// <summary>Takes resolutions until one fits; fails with all that was said when none comes in time.</summary>
    public async Task<Resolution> NextAsync(Func<Resolution, bool> fits)
    {
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            while (true)
            {
                var one = await _said.Reader.ReadAsync(deadline.Token);
                _seen.Add(one);
                if (fits(one))
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

    public async Task<Resolution.Resolved> NextResolvedAsync(Func<Resolution.Resolved, bool>? fits = null) =>
        (Resolution.Resolved)await NextAsync(one => one is Resolution.Resolved resolved && (fits is null || fits(resolved)));

    /// <summary>The next list with exactly these instances (the last part of their names), in any order.</summary>
    public Task<Resolution.Resolved> NextWithAsync(params string[] ids) =>
        NextResolvedAsync(resolved => resolved.Endpoints.Select(Id).Order(StringComparer.Ordinal).SequenceEqual(ids.Order(StringComparer.Ordinal)));

    public async Task<Resolution.Failed> NextFailedAsync(string reason = "") =>
        (Resolution.Failed)await NextAsync(one => one is Resolution.Failed failed && failed.Reason.Contains(reason, StringComparison.Ordinal));

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
        _ => one.ToString(),
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
