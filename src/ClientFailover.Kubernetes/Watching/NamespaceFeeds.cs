namespace ClientFailover.Kubernetes;

/// <summary>One feed for each namespace that somebody watches, shared by all who do. Safe to use from several threads.</summary>
internal sealed class NamespaceFeeds(IReadOnlyList<ApiClient> clients, Func<double> random)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<FeedKey, SharedFeed> _feeds = [];

    /// <summary>Tells a subscriber every new state of a feed until it is cancelled; the first subscriber starts the feed and the last ends it.</summary>
    public async Task RunAsync(FeedKey key, Action<FeedState> publish, CancellationToken cancellationToken)
    {
        SharedFeed? feed;
        lock (_gate)
        {
            if (!_feeds.TryGetValue(key, out feed))
            {
                _feeds[key] = feed = new SharedFeed();
                feed.Running = new SliceFeed(clients[key.Cluster], key.Namespace, service: null, random, state => Tell(feed, state)).RunAsync(feed.Stop.Token);
            }

            feed.Subscribers.Add(publish);
            if (feed.State is { } known)
            {
                publish(known);
            }
        }

        try
        {
            await feed.Running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            bool isLast;
            lock (_gate)
            {
                feed.Subscribers.Remove(publish);
                isLast = feed.Subscribers.Count == 0 && _feeds.Remove(key);
            }

            if (isLast)
            {
                await feed.Stop.CancelAsync().ConfigureAwait(false);
                await feed.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                feed.Stop.Dispose();
            }
        }
    }

    private void Tell(SharedFeed feed, FeedState state)
    {
        lock (_gate)
        {
            feed.State = state;
            foreach (var publish in feed.Subscribers)
            {
                publish(state);
            }
        }
    }

    private sealed class SharedFeed
    {
        public CancellationTokenSource Stop { get; } = new();

        public List<Action<FeedState>> Subscribers { get; } = [];

        public FeedState? State { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
