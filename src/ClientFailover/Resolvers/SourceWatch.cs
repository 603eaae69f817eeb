namespace ClientFailover;

/// <summary>The watch of one service at one source, started again whenever it breaks, and those who listen to it.</summary>
internal sealed class SourceWatch(IEndpointResolver source, ServiceName service, TimeProvider timeProvider, Entropy entropy) : IAsyncDisposable
{
    /// <summary>The waits before a broken watch is started again.</summary>
    private static readonly AttemptPolicy RestartBackoff =
        new() { BackoffBase = TimeSpan.FromSeconds(1), BackoffMax = TimeSpan.FromSeconds(30) };

    /// <summary>For how long a source may take to end.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

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
        try
        {
            await _loop.WaitAsync(Farewell, timeProvider).ConfigureAwait(false);
            _stop.Dispose();
        }
        catch (TimeoutException)
        {
            // It does not listen to its token, and must not hold up the end of the process.
        }
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
            var began = timeProvider.GetTimestamp();
            try
            {
                await foreach (var resolution in source.WatchAsync(service, stop).ConfigureAwait(false))
                {
                    Tell(Checked(resolution));
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

            // One that gives its first answer and then breaks, each time, is not asked for that answer without a pause.
            restarts = timeProvider.GetElapsedTime(began) < RestartBackoff.BackoffMax ? restarts : 0;
            var delay = BackoffSchedule.Delay(RestartBackoff, ++restarts, 0.5 + (entropy.NextDouble() / 2));
            await Task.Delay(delay, timeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What no answer may be breaks the watch of the source that gave it, and not those of all who listen.</summary>
    private static Resolution Checked(Resolution? said) => said switch
    {
        null => throw new InvalidOperationException("the answer is null"),
        Resolution.Resolved { Endpoints.IsDefault: true } or Resolution.Resolved { Problems.IsDefault: true } => throw new InvalidOperationException("the answer holds a list that was never made (default)"),
        Resolution.Resolved resolved when resolved.Endpoints.Contains(null!) => throw new InvalidOperationException("one of the endpoints is null"),
        _ => said,
    };
}
