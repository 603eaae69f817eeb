using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>The one watch over a service in this process: folds the answers of its sources and tells the pools.</summary>
internal sealed partial class ServiceWatch : IAsyncDisposable
{
    /// <summary>Sources see to their own pauses; this one is for what should never happen.</summary>
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceName _service;
    private readonly IEndpointResolver _resolver;
    private readonly Func<FailoverPolicy> _policy;
    private readonly MonotonicClock _clock;
    private readonly ILogger _logger;
    private readonly Lock _foldLock = new();
    private ImmutableArray<Action> _listeners = [];
    private ResolutionState _state = ResolutionState.Initial;
    private ImmutableArray<string> _problems = [];
    private Task _loop = Task.CompletedTask;

    public ServiceWatch(ServiceName service, IEndpointResolver resolver, Func<FailoverPolicy> policy, MonotonicClock clock, ILogger logger)
    {
        _service = service;
        _resolver = resolver;
        _policy = policy;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Keeps the list for the next start; null when nothing is kept.</summary>
    public DiskSnapshot? Disk { get; init; }

    /// <summary>What is known now. A value: read it once.</summary>
    public ResolutionState State => Volatile.Read(ref _state);

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Calls <paramref name="listener"/>, which must be quick, after each answer.</summary>
    public void OnAnswer(Action listener) => ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), listener);

    /// <summary>Settles a dispute whose time has come, and gives the state after it.</summary>
    public ResolutionState Settle(MonotonicTime now)
    {
        lock (_foldLock)
        {
            var settled = _state.Settle(now);
            if (!ReferenceEquals(settled, _state))
            {
                LogDisputeSettled(_service, settled.Snapshot.Endpoints.Length);
                Volatile.Write(ref _state, settled);
                Disk?.Keep(settled);
            }

            return settled;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Disk is not null)
        {
            await Disk.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var recalled = Disk is null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!recalled)
                {
                    // Before any source is asked: a registry that comes back empty must find something to be disputed.
                    recalled = true;
                    Recall(await Disk!.ReadAsync().ConfigureAwait(false));
                }

                await foreach (var resolution in _resolver.WatchAsync(_service, _stop.Token).ConfigureAwait(false))
                {
                    Take(resolution);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return; // disposed
            }
            catch (Exception error)
            {
                Lose(error);
            }

            await Task.Delay(RestartPause, _clock.TimeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What reads an answer has thrown: a mistake of ours, or a log that is broken. The list must not stand still for good, and in silence, because of it.</summary>
    private void Lose(Exception error)
    {
        lock (_foldLock)
        {
            Volatile.Write(ref _state, _state.Apply(new Resolution.Failed(_resolver.Name, $"an answer could not be taken in: {error.Message}", error), _clock.Now, _policy().RegistryGuard));
        }

        try
        {
            LogBroken(error, _service, error.Message);
        }
        catch (Exception)
        {
            // The log may be what is broken.
        }
    }

    private void Recall(RecalledList? recalled)
    {
        if (recalled is null || Allow(new Resolution.Resolved(recalled.Source, recalled.Endpoints)) is not Resolution.Resolved allowed)
        {
            return;
        }

        LogNewProblems(allowed);
        lock (_foldLock)
        {
            Volatile.Write(ref _state, _state.Recall(allowed.Endpoints, recalled.Source, recalled.ConfirmedAt));
        }

        Tell();
    }

    private void Take(Resolution resolution)
    {
        ResolutionState before, after;
        var allowed = Allow(resolution);
        lock (_foldLock)
        {
            before = _state;
            after = before.Apply(allowed, _clock.Now, _policy().RegistryGuard);
            Volatile.Write(ref _state, after);
            Disk?.Keep(after);
        }

        LogChange(before, after);
        Tell();
    }

    private void Tell()
    {
        foreach (var listener in _listeners)
        {
            listener();
        }
    }

    private Resolution Allow(Resolution resolution)
    {
        if (resolution is not Resolution.Resolved resolved)
        {
            return resolution;
        }

        var problems = new List<string>(resolved.Problems);
        var endpoints = PlaceGuard.Clean(AddressGuard.Filter(resolved.Endpoints, _policy().AllowedNetworks, problems), problems);
        var duplicates = endpoints.GroupBy(endpoint => endpoint.Identity).Where(group => group.Skip(1).Any()).Select(group => group.Key);
        problems.AddRange(duplicates.Select(identity => $"{identity} is listed more than once; the first entry counts"));
        return new Resolution.Resolved(resolved.Source, endpoints) { Problems = [.. problems], Reason = resolved.Reason };
    }

    private void LogChange(ResolutionState before, ResolutionState after)
    {
        switch (after.Last)
        {
            case Resolution.Failed failed when before.Last is not Resolution.Failed:
                LogFailure(failed, after.Snapshot.Endpoints.Length);
                break;
            case Resolution.NotFound notFound when before.Last is not Resolution.NotFound:
                LogNotFound(_service, notFound.Reason);
                break;
            case Resolution.Resolved resolved:
                LogAnswer(before, after, resolved);

                if (after.DisputeEnds is not null && before.DisputeEnds is null)
                {
                    LogDisputed(_service, resolved.Source, resolved.Endpoints.Length, before.Snapshot.Endpoints.Length, _policy().RegistryGuard.DisputeTime);
                }

                LogNewProblems(resolved);
                break;
        }
    }

    /// <summary>The reason says what is wrong; where in the code is for those who look closely.</summary>
    private void LogFailure(Resolution.Failed failed, int known)
    {
        var error = _logger.IsEnabled(LogLevel.Debug) ? failed.Error : null;
        if (known == 0)
        {
            LogFailedUnknown(error, _service, failed.Source, failed.Reason);
        }
        else
        {
            LogFailed(error, _service, failed.Source, failed.Reason, known);
        }
    }

    private void LogAnswer(ResolutionState before, ResolutionState after, Resolution.Resolved resolved)
    {
        if (before.Last is Resolution.Failed)
        {
            LogRecovered(_service, resolved.Source, resolved.Endpoints.Length);
        }
        else if (before.Snapshot.Endpoints.IsEmpty && !after.Snapshot.Endpoints.IsEmpty)
        {
            LogServed(_service, resolved.Source, resolved.Endpoints.Length);
        }

        if (after.Snapshot.Endpoints.IsEmpty && (before.Last is not Resolution.Resolved || !before.Snapshot.Endpoints.IsEmpty))
        {
            LogNobody(_service, resolved.Source);
        }
    }

    private void LogNewProblems(Resolution.Resolved resolved)
    {
        foreach (var problem in resolved.Problems.Except(_problems, StringComparer.Ordinal).Take(20))
        {
            LogProblem(_service, resolved.Source, problem);
        }

        _problems = resolved.Problems;
    }
}
