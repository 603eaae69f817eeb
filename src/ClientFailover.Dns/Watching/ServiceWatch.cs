using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Dns;

/// <summary>One watch of a service: a loop for each of its names, merged.</summary>
internal sealed partial class ServiceWatch(ServiceName service, DnsClient client, SystemConfiguration system, Func<double> random, ILogger logger)
{
    /// <summary>For how long the first list waits for the slower names: a name that is not answered for takes a server's time-out.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<Resolution> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = client.Settings.NamesOf(service);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var happenings = Channel.CreateBounded<NameHappening>(1);
        List<Task> loops = [.. names.Select((name, i) => WatchAsync(i, name, happenings.Writer, stop.Token))];
        if (names.Length > 1)
        {
            loops.Add(EndGraceAsync(happenings.Writer, stop.Token));
        }

        try
        {
            var merge = new NameMerge(DnsResolver.SourceName, names.Select(static name => name.Title));
            await foreach (var happened in happenings.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var (next, publish) = merge.After(happened);
                LogChange(merge.Views, next.Views, happened.Name);
                merge = next;
                if (publish is not null)
                {
                    yield return publish;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(int index, BoundName name, ChannelWriter<NameHappening> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var reading in new NameWatch(name, client, system, random).RunAsync(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(new NameHappening(index, reading), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch is over.
        }
        catch (Exception e)
        {
            // A mistake of ours: the watch must end loudly, and not go on without this name.
            writer.TryComplete(e);
        }
    }

    private async Task EndGraceAsync(ChannelWriter<NameHappening> writer, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Grace, client.TimeProvider, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(NameHappening.GraceOver, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The watch is over.
        }
    }

    private void LogChange(ImmutableArray<NameView> before, ImmutableArray<NameView> after, int name)
    {
        if (name < 0)
        {
            return;
        }

        var (was, now) = (before[name], after[name]);
        if (was.Failed is null && now.Failed is not null)
        {
            LogFailed(service, now.Title, now.Failed.Failure);
        }
        else if (was.Failed is not null && now.Failed is null)
        {
            LogRecovered(service, now.Title, now.Known?.Endpoints.Length ?? 0);
        }
    }
}
