using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>Keeps the last good list of a service on disk, and reads at the start what an earlier process kept. No fault of the disk reaches a call.</summary>
internal sealed partial class DiskSnapshot : IAsyncDisposable
{
    /// <summary>A disk that takes longer is left alone: a start waits for nothing that only helps it, and neither does an end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A list that changes all the time is written this often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How far ahead another machine's clock may be.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>How long a source that stands by its list goes without being written down. Shorter when lists are only good for a short time.</summary>
    private static readonly TimeSpan LongestConfirmation = TimeSpan.FromMinutes(5);

    private readonly ServiceName _service;
    private readonly SnapshotDirectory _directory;
    private readonly Func<IReadOnlyCollection<EndpointSelector>> _residencies;
    private readonly MonotonicClock _clock;
    private readonly ILogger _logger;
    private readonly TimeSpan _confirmation;

    // One slot is enough: it says "look again", and the loop looks at the latest state.
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly Task _loop;
    private ResolutionState _state = ResolutionState.Initial;

    // Of the loop alone.
    private ImmutableArray<Endpoint> _kept;
    private string _keptSource = "";
    private MonotonicTime _confirmedAt = new(long.MinValue);

    /// <param name="service">The service.</param>
    /// <param name="directory">Where.</param>
    /// <param name="residencies">The limits of all the service's pools: an endpoint that lies outside of each is not written.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log.</param>
    public DiskSnapshot(ServiceName service, SnapshotDirectory directory, Func<IReadOnlyCollection<EndpointSelector>> residencies, MonotonicClock clock, ILogger logger)
    {
        (_service, _directory, _residencies, _clock, _logger) = (service, directory, residencies, clock, logger);
        _confirmation = directory.MaxAge / 4 < LongestConfirmation ? directory.MaxAge / 4 : LongestConfirmation;
        _timer = clock.TimeProvider.CreateTimer(static disk => ((DiskSnapshot)disk!).Review(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Has the state written soon. Quick: the disk is another thread's business.</summary>
    public void Keep(ResolutionState state)
    {
        Volatile.Write(ref _state, state);
        Review();
    }

    /// <summary>Looks again at what should be on disk: a limit of a pool may have changed.</summary>
    public void Review() => _signals.Writer.TryWrite(true);

    /// <summary>What an earlier process kept; null when there is nothing that may be used, which is logged unless there is nothing at all. Never throws.</summary>
    public async Task<RecalledList?> ReadAsync()
    {
        var file = _directory.FileOf(_service);
        var reading = Task.Run(() => _directory.ReadAsync(_service));
        try
        {
            var bytes = await reading.WaitAsync(Patience, _clock.TimeProvider).ConfigureAwait(false);
            return bytes is null ? null : Read(bytes, file);
        }
        catch (TimeoutException)
        {
            // What becomes of it in the end nobody will ask.
            _ = reading.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            LogIgnored(null, _service, file, $"the disk has not answered within {Patience}");
        }
        catch (Exception error) // whatever a file can do to a reader
        {
            LogIgnored(error, _service, file, error.Message);
        }

        return null;
    }

    /// <summary>Writes what has not been written.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        _signals.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)_loop.WaitAsync(Patience, _clock.TimeProvider)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private RecalledList? Read(byte[] bytes, string file)
    {
        var content = SnapshotFormat.Read(bytes);
        if (!string.Equals(content.Service, _service.ToString(), StringComparison.Ordinal))
        {
            throw new InvalidDataException("it is of another service");
        }

        var age = _clock.TimeProvider.GetUtcNow() - content.ConfirmedAt;
        if (age > _directory.MaxAge)
        {
            throw new InvalidDataException($"it is {age} old, and good for {_directory.MaxAge} (LocalityFailover:SnapshotMaxAge)");
        }

        if (age < -ClockSkew)
        {
            throw new InvalidDataException($"it comes from the future, {-age} ahead: a clock was, or is, wrong");
        }

        age = age < TimeSpan.Zero ? TimeSpan.Zero : age;
        var recalled = new RecalledList(SnapshotFormat.EndpointsOf(content), RecalledList.SourceOf(content.Source), _clock.Now + -age);
        LogRecalled(_service, recalled.Endpoints.Length, file, content.Source, TimeSpan.FromSeconds(Math.Floor(age.TotalSeconds)));
        return recalled;
    }

    private async Task RunAsync()
    {
        var stop = _stop.Token;
        while (await _signals.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _signals.Reader.TryRead(out _);
            if (await SaveAsync().ConfigureAwait(false))
            {
                await Task.Delay(Pause, _clock.TimeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Brings the disk up to date; true when that took, or would have taken, a write.</summary>
    private async Task<bool> SaveAsync()
    {
        try
        {
            return await SaveAsync(Volatile.Read(ref _state)).ConfigureAwait(false);
        }
        catch (Exception error) // a full disk, a directory that is gone: calls know nothing of it, and it is tried again
        {
            if (_directory.IsNews(failed: true))
            {
                LogNotKept(error, _directory.FileOf(_service), error.Message);
            }

            _kept = default;
            _timer.Change(_confirmation, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    private async Task<bool> SaveAsync(ResolutionState state)
    {
        if (!state.HasAnswer || state.IsRecalled)
        {
            return false; // what is known came from the disk, if from anywhere
        }

        var (now, source) = (_clock.Now, state.Snapshot.Source);
        var isConfirmed = state.Last is Resolution.Resolved; // a source that can no longer be asked says so: one that says nothing stands by its list
        var confirmedAt = isConfirmed ? now : Later(_confirmedAt, state.Snapshot.ConfirmedAt);
        var endpoints = ToKeep(state);
        var isNew = _kept.IsDefault || !string.Equals(source, _keptSource, StringComparison.Ordinal) || !_kept.AsSpan().SequenceEqual(endpoints.AsSpan());
        var isDue = isNew || (!endpoints.IsEmpty && confirmedAt - _confirmedAt >= _confirmation);
        if (isDue)
        {
            await (endpoints.IsEmpty ? _directory.DeleteAsync(_service) : WriteAsync(endpoints, source, confirmedAt)).ConfigureAwait(false);
            (_kept, _keptSource, _confirmedAt) = (endpoints, source, confirmedAt);
            if (_directory.IsNews(failed: false))
            {
                LogKeptAgain(_directory.FileOf(_service));
            }
        }

        _timer.Change(isConfirmed && !endpoints.IsEmpty ? _confirmation : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return isDue;
    }

    /// <summary>The list as it is served, within the limits of the pools. The configuration is there at the next start by itself, and perhaps another.</summary>
    private ImmutableArray<Endpoint> ToKeep(ResolutionState state)
    {
        if (string.Equals(state.Snapshot.Source, ConfigurationResolver.ResolverName, StringComparison.Ordinal))
        {
            return [];
        }

        var residencies = _residencies();
        return residencies.Any(residency => residency.IsEverything)
            ? state.Snapshot.Endpoints
            : state.Snapshot.Endpoints.RemoveAll(endpoint => !residencies.Any(residency => residency.Matches(endpoint)));
    }

    private Task WriteAsync(ImmutableArray<Endpoint> endpoints, string source, MonotonicTime confirmedAt)
    {
        var wall = _clock.TimeProvider.GetUtcNow() - (_clock.Now - confirmedAt);
        return _directory.WriteAsync(_service, SnapshotFormat.Write(new(_service.ToString(), source, wall, [.. endpoints.Select(SnapshotEndpoint.From).OfType<SnapshotEndpoint>()])));
    }

    private static MonotonicTime Later(MonotonicTime a, MonotonicTime b) => a > b ? a : b;
}
