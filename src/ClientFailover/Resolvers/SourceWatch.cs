namespace ClientFailover;

/// <summary>The watch of one service at one source, started again whenever it breaks, and those who listen to it.</summary>
internal sealed class SourceWatch(IEndpointResolver source, ServiceName service, TimeProvider timeProvider, Entropy entropy) : IAsyncDisposable
{
    /// <summary>The waits before a broken watch is started again.</summary>
    private static readonly AttemptPolicy RestartBackoff =
        new() { BackoffBase = TimeSpan.FromSeconds(1), BackoffMax = TimeSpan.FromSeconds(30) };

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Action<Resolution>> _listeners = [];
    private Resolution? _known;
    private Resolution.Failed? _failed;
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Who comes late hears what is known, also while the source cannot be asked.</summary>
    public void Add(Action<Resolution> listener)
    {
        lock (_lock)
        {
            _listeners.Add(listener);
            if (_known is not null)
            {
                listener(_known);
            }

            if (_failed is not null)
            {
                listener(_failed);
            }
        }
    }

    /// <summary>How many are left.</summary>
    public int Remove(Action<Resolution> listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
            return _listeners.Count;
        }
    }

    private void Tell(Resolution resolution)
    {
        lock (_lock)
        {
            (_known, _failed) = resolution is Resolution.Failed failed ? (_known, failed) : (resolution, null);
            foreach (var listener in _listeners)
            {
                listener(resolution);
            }
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var restarts = 0;
        while (!stop.IsCancellationRequested)
        {
            Exception? error = null;
            try
            {
                await foreach (var resolution in source.WatchAsync(service, stop).ConfigureAwait(false))
                {
                    restarts = 0;
                    Tell(resolution);
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

            var reason = error is null ? "the watch ended" : $"the watch broke: {error.GetType().Name}: {error.Message}";
            Tell(new Resolution.Failed(source.Name, reason, error));
            var delay = BackoffSchedule.Delay(RestartBackoff, ++restarts, 0.5 + (entropy.NextDouble() / 2));
            await Task.Delay(delay, timeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
