using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ClientFailover;

/// <summary>Asks several sources in order: the first that has endpoints serves. A later one is asked only once those before it have none.</summary>
/// <remarks>
/// A source that throws or ends counts as failed and is started again with back-off; the others go on. So this watch itself never ends before it is cancelled.
/// </remarks>
internal sealed class OrderedResolver(ImmutableArray<IEndpointResolver> sources, TimeProvider timeProvider, Entropy entropy) : IEndpointResolver
{
    /// <summary>The waits before a broken watch is started again.</summary>
    private static readonly AttemptPolicy RestartBackoff =
        new() { BackoffBase = TimeSpan.FromSeconds(1), BackoffMax = TimeSpan.FromSeconds(30) };

    public string Name => "ordered";

    public async IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (sources.IsEmpty)
        {
            yield return new Resolution.NotFound(Name, "no resolver is registered, and the configuration has no endpoints for it");
        }

        var answers = Channel.CreateUnbounded<(int Source, Resolution Resolution)>(new() { SingleReader = true });
        var latest = new Resolution?[sources.Length];
        var watches = new List<Task>(sources.Length);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Resolution? said = null;
        try
        {
            StartUntilOneServes();
            await foreach (var (source, resolution) in answers.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                latest[source] = resolution;
                StartUntilOneServes();
                if (Choose(latest) is { } chosen && !ReferenceEquals(chosen, said))
                {
                    said = chosen;
                    yield return chosen;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(watches).ConfigureAwait(false);
        }

        void StartUntilOneServes()
        {
            while (watches.Count < sources.Length && (watches.Count == 0 || latest[watches.Count - 1] is { } last && !HasEndpoints(last)))
            {
                watches.Add(PumpAsync(watches.Count, service, answers.Writer, stop.Token));
            }
        }
    }

    /// <summary>The answer of all sources together; null while one that was asked has not answered.</summary>
    internal static Resolution? Choose(ReadOnlySpan<Resolution?> latest)
    {
        Resolution? failed = null, empty = null;
        var reasons = new List<string>();
        foreach (var resolution in latest)
        {
            switch (resolution)
            {
                case null:
                    return null;
                case Resolution.Resolved { Endpoints.Length: > 0 }:
                    return resolution;
                case Resolution.Resolved:
                    empty ??= resolution;
                    break;
                case Resolution.Failed:
                    failed ??= resolution;
                    break;
                case Resolution.NotFound notFound:
                    reasons.Add($"{notFound.Source}: {notFound.Reason}");
                    break;
            }
        }

        // A source that could not be asked might have had the endpoints: that is not "nobody there".
        return failed ?? empty ?? (latest.Length == 1 ? latest[0] : new Resolution.NotFound("all sources", string.Join("; ", reasons)));
    }

    private static bool HasEndpoints(Resolution resolution) => resolution is Resolution.Resolved { Endpoints.Length: > 0 };

    private async Task PumpAsync(int index, ServiceName service, ChannelWriter<(int, Resolution)> answers, CancellationToken stop)
    {
        var source = sources[index];
        var restarts = 0;
        while (!stop.IsCancellationRequested)
        {
            Exception? error = null;
            try
            {
                await foreach (var resolution in source.WatchAsync(service, stop).ConfigureAwait(false))
                {
                    restarts = 0;
                    answers.TryWrite((index, resolution));
                }
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                error = exception;
            }
            catch (Exception)
            {
                return; // whatever it throws while it is being stopped
            }

            if (stop.IsCancellationRequested)
            {
                return;
            }

            var reason = error is null ? "the watch ended" : $"the watch broke: {error.Message}";
            answers.TryWrite((index, new Resolution.Failed(source.Name, reason, error)));
            var delay = BackoffSchedule.Delay(RestartBackoff, ++restarts, 0.5 + (entropy.NextDouble() / 2));
            await Task.Delay(delay, timeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
