using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Consul;

/// <summary>One watch of a service: a blocking query for each datacenter, merged.</summary>
internal sealed partial class ServiceWatch(ServiceName service, ConsulClient client, Func<double> random, ILogger logger)
{
    /// <summary>For how long the first list waits for the slower datacenters: above a round trip around the world, below what a first caller gives up after.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<Resolution> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var datacenters = client.Settings.Datacenters;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readings = Channel.CreateBounded<DatacenterReading>(1);
        List<Task> loops = [.. datacenters.Select((name, i) => ReadAsync(i, name, readings.Writer, stop.Token))];
        if (datacenters.Length > 1)
        {
            loops.Add(EndGraceAsync(readings.Writer, stop.Token));
        }

        try
        {
            var merge = new DatacenterMerge(ConsulResolver.SourceName, datacenters);
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

    private async Task ReadAsync(int datacenter, string name, ChannelWriter<DatacenterReading> writer, CancellationToken cancellationToken)
    {
        try
        {
            var query = new BlockingQuery<InstanceList>(client, HealthQuery.Of(service, name, client.Settings), random);
            await foreach (var reading in query.RunAsync(cancellationToken).ConfigureAwait(false))
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
            await Task.Delay(Grace, client.TimeProvider, cancellationToken).ConfigureAwait(false);
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
