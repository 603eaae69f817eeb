using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ClientFailover.Kubernetes;

/// <summary>Watches a service in one cluster. The feed runs at the server's pace, this one tells at its own: in between only the latest state counts.</summary>
/// <remarks>At most one answer in each <see cref="KubernetesSettings.MinInterval"/>. Runs once.</remarks>
/// <param name="client">The cluster.</param>
/// <param name="service">The service.</param>
/// <param name="portName">The name of its port; empty when the call does not say.</param>
/// <param name="feedAsync">Runs the feed until it is cancelled; gives each state to its first argument.</param>
internal sealed class ClusterWatch(ApiClient client, string service, string portName, Func<Action<FeedState>, CancellationToken, Task> feedAsync)
{
    private readonly InstanceMapping _mapping = new(portName, client.Cluster, client.Settings);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private volatile FeedState _state = FeedState.Pending;
    private (SliceSet? Set, InstanceList? List) _mapped;
    private InstanceList? _told;
    private FeedState? _toldFailure;

    public async IAsyncEnumerable<Resolution> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feed = RunFeedAsync(stop.Token);
        try
        {
            await foreach (var _ in _signal.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                while (Next(_state) is { } answer)
                {
                    yield return answer;
                    await Task.Delay(client.Settings.MinInterval, client.TimeProvider, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await feed.ConfigureAwait(false);
        }
    }

    private async Task RunFeedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await feedAsync(Publish, cancellationToken).ConfigureAwait(false);
            _signal.Writer.TryComplete();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch is over.
        }
        catch (Exception e)
        {
            // A mistake of ours, or the resolver was disposed: the watch must end loudly.
            _signal.Writer.TryComplete(e);
        }

        void Publish(FeedState state)
        {
            _state = state;
            _signal.Writer.TryWrite(true);
        }
    }

    /// <summary>What is to be told of a state; null when all of it was.</summary>
    private Resolution? Next(FeedState state)
    {
        // A list that came and went between two answers is told all the same, before the failure: it is the last good one.
        if (state.Slices is { } slices && Map(slices.Of(service), state) is var list && (!list.Equals(_told) || (state.Failure is null && _toldFailure is not null)))
        {
            (_told, _toldFailure) = (list, null);
            return list.IsDeleted
                ? new Resolution.NotFound(KubernetesResolver.SourceName, $"no EndpointSlice has the label {EndpointSlice.ServiceLabel}={service} in {client.Cluster.Title}; check the names of the service and the namespace")
                : new Resolution.Resolved(KubernetesResolver.SourceName, list.Endpoints) { Problems = list.Problems };
        }

        if (state.Failure is not { } failure || ReferenceEquals(state, _toldFailure))
        {
            return null;
        }

        _toldFailure = state;
        return new Resolution.Failed(KubernetesResolver.SourceName, failure);
    }

    private InstanceList Map(SliceSet set, FeedState state)
    {
        if (_mapped.List is not { } list || !ReferenceEquals(_mapped.Set, set))
        {
            list = _mapping.Map(set);
            _mapped = (set, list);
        }

        return state.Problems.IsEmpty ? list : new InstanceList(list.Endpoints, [.. state.Problems, .. list.Problems], isDeleted: false);
    }
}
