namespace ClientFailover;

/// <summary>A source that is asked once for each service in this process, whoever wants to know. Its watches never end.</summary>
/// <remarks>A watch that throws or ends counts as failed and is started again with back-off. It runs while somebody listens. Thread-safe.</remarks>
internal sealed class SharedSource(IEndpointResolver source, TimeProvider timeProvider, Entropy entropy)
{
    private readonly Dictionary<ServiceName, SourceWatch> _watches = [];
    private readonly Lock _lock = new();

    public string Name => source.Name;

    /// <summary>Tells <paramref name="listener"/> what is known of the service, and then every answer. It must be quick, and never throw.</summary>
    /// <returns>Ends it; the last one to leave waits until the watch is over.</returns>
    public IAsyncDisposable Subscribe(ServiceName service, Action<Resolution> listener)
    {
        bool isNew;
        SourceWatch? watch;
        lock (_lock)
        {
            isNew = !_watches.TryGetValue(service, out watch);
            if (watch is null)
            {
                _watches.Add(service, watch = new(source, service, timeProvider, entropy.For(service.Name)));
            }

            watch.Add(listener);
        }

        if (isNew)
        {
            watch.Start();
        }

        return new Subscription(this, service, watch, listener);
    }

    private async ValueTask LeaveAsync(ServiceName service, SourceWatch watch, Action<Resolution> listener)
    {
        lock (_lock)
        {
            if (watch.Remove(listener) > 0)
            {
                return;
            }

            _watches.Remove(service);
        }

        await watch.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class Subscription(SharedSource owner, ServiceName service, SourceWatch watch, Action<Resolution> listener) : IAsyncDisposable
    {
        private int _left;

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _left, 1) == 1 ? ValueTask.CompletedTask : owner.LeaveAsync(service, watch, listener);
    }
}
