using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Consul;

/// <summary>One watch of a service: a blocking query for each datacenter of each cluster, merged.</summary>
internal sealed partial class ServiceWatch(ServiceName service, ConsulSettings settings, IReadOnlyList<ConsulClient> clients, Func<double> random, ILogger logger)
{
    /// <summary>For how long the first list waits for the slower datacenters: above a round trip around the world, below what a first caller gives up after.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<Resolution> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = settings.Of(service);
        List<(ConsulClient Client, InstancePlace Place)> targets =
            [.. clients.SelectMany(client => found.DatacentersOf(client.Cluster).Select(name => (client, new InstancePlace(client.Cluster, name))))];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readings = Channel.CreateBounded<DatacenterReading>(1);
        List<Task> loops = [.. targets.Select((target, i) => ReadAsync(i, target.Client, new HealthQuery(found, target.Place, settings).Query, readings.Writer, stop.Token))];
        if (targets.Count > 1)
        {
            loops.Add(EndGraceAsync(readings.Writer, stop.Token));
        }

        try
        {
            var merge = new DatacenterMerge(ConsulResolver.SourceName, targets.Select(static target => target.Place.Title));
            await foreach (var happened in readings.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var (next, publish) = merge.After(happened);
                LogChange(merge, next, happened.Datacenter);
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

    private async Task ReadAsync(int datacenter, ConsulClient client, ConsulQuery<InstanceList> query, ChannelWriter<DatacenterReading> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var reading in new BlockingQuery<InstanceList>(client, query, random).RunAsync(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(new DatacenterReading(datacenter, reading), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch is over.
        }
        catch (Exception e)
        {
            // A mistake of ours, or the resolver was disposed: the watch must end loudly, and not go on without this datacenter.
            writer.TryComplete(e);
        }
    }

    private async Task EndGraceAsync(ChannelWriter<DatacenterReading> writer, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Grace, clients[0].TimeProvider, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(DatacenterReading.GraceOver, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The watch is over.
        }
    }

    private void LogChange(DatacenterMerge before, DatacenterMerge after, int datacenter)
    {
        if (datacenter < 0)
        {
            return;
        }

        var (was, now) = (before.Views[datacenter], after.Views[datacenter]);
        if (was.Failure is null && now.Failure is not null)
        {
            LogFailed(service, now.Title, now.Failure);
        }
        else if (was.Failure is not null && now.Failure is null)
        {
            LogRecovered(service, now.Title, now.Known?.Endpoints.Length ?? 0);
        }
    }
}
