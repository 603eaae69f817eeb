using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Kubernetes;

/// <summary>One watch of a service: a feed for each cluster, merged. Feeds run at the server's pace, this one tells at its own: in between only the latest counts.</summary>
internal sealed partial class ServiceWatch(ServiceName service, KubernetesName name, IReadOnlyList<ApiClient> clients, NamespaceFeeds? shared, Func<double> random, ILogger logger)
{
    /// <summary>For how long the first list waits for the slower clusters: above a round trip around the world, below what a first caller gives up after.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly FeedState[] _states = [.. clients.Select(static _ => FeedState.Pending)];
    private readonly InstanceMapping[] _mappings = [.. clients.Select(client => new InstanceMapping(service.PortName, client.Cluster, client.Settings))];
    private readonly (SliceSet? Set, InstanceList? List)[] _mapped = new (SliceSet?, InstanceList?)[clients.Count];
    private volatile bool _isGraceOver;

    public async IAsyncEnumerable<Resolution> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (settings, time) = (clients[0].Settings, clients[0].TimeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        List<Task> loops = [.. clients.Select((_, i) => FeedAsync(i, signal.Writer, stop.Token))];
        if (clients.Count > 1)
        {
            loops.Add(EndGraceAsync(signal.Writer, time, stop.Token));
        }

        try
        {
            var merge = new ClusterMerge(KubernetesResolver.SourceName, name.Service, [.. clients.Select(static client => new ClusterView(client.Cluster.Title))]);
            await foreach (var _ in signal.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var (next, publish) = merge.After(Views(), _isGraceOver);
                LogChanges(merge, next);
                merge = next;
                if (publish is not null)
                {
                    yield return publish;
                    await Task.Delay(settings.MinInterval, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
    }

    private async Task FeedAsync(int cluster, ChannelWriter<bool> signal, CancellationToken cancellationToken)
    {
        try
        {
            await (shared is null
                ? new SliceFeed(clients[cluster], name.Namespace, name.Service, random, Publish).RunAsync(cancellationToken)
                : shared.RunAsync(new FeedKey(cluster, name.Namespace), Publish, cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch is over.
        }
        catch (Exception e)
        {
            // A mistake of ours, or the resolver was disposed: the watch must end loudly, and not go on without this cluster.
            signal.TryComplete(e);
        }

        void Publish(FeedState state)
        {
            Volatile.Write(ref _states[cluster], state);
            signal.TryWrite(true);
        }
    }

    private async Task EndGraceAsync(ChannelWriter<bool> signal, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(Grace, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isGraceOver = true;
        signal.TryWrite(true);
    }

    private ImmutableArray<ClusterView> Views() => [.. clients.Select((client, i) =>
    {
        var state = Volatile.Read(ref _states[i]);
        return new ClusterView(client.Cluster.Title, state.Slices is { } slices ? Map(i, slices.Of(name.Service), state.Problems) : null, state.Failure, state.Failures);
    })];

    private InstanceList Map(int cluster, SliceSet set, ImmutableArray<string> problems)
    {
        var (known, list) = _mapped[cluster];
        if (list is null || !ReferenceEquals(known, set))
        {
            list = _mappings[cluster].Map(set);
            _mapped[cluster] = (set, list);
        }

        return problems.IsEmpty ? list : new InstanceList(list.Endpoints, [.. problems, .. list.Problems], isDeleted: false);
    }

    private void LogChanges(ClusterMerge before, ClusterMerge after)
    {
        foreach (var (was, now) in before.Views.Zip(after.Views))
        {
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
}
