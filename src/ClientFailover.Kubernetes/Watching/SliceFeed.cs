using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>Keeps the slices of one service, or of all services of a namespace, as a cluster has them: a list, then watches, and a list again when that is needed.</summary>
/// <remarks>
/// A watch that ends is everyday and goes on where it ended. A list is made anew when the server no longer knows the place (410, as a status or within the
/// watch), when a whole watch brought nothing at all, and after two failures in a row.
/// </remarks>
/// <param name="client">The cluster.</param>
/// <param name="space">The namespace; null for the cluster's own.</param>
/// <param name="service">The service; null for all.</param>
/// <param name="random">0 or more, below 1.</param>
/// <param name="publish">Takes each new state; must not wait.</param>
internal sealed class SliceFeed(ApiClient client, string? space, string? service, Func<double> random, Action<FeedState> publish)
{
    private const int FailuresBeforeList = 2;
    private FeedState _state = FeedState.Pending;
    private string? _version;
    private int _place;
    private int _failures;
    private int _vainWatches;
    private int _expiries;

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (settings, time) = (client.Settings, client.TimeProvider);
        while (true)
        {
            var began = time.GetTimestamp();
            var pause = await RequestAsync(began, cancellationToken).ConfigureAwait(false);
            var rest = settings.MinInterval - time.GetElapsedTime(began);
            pause = pause > rest ? pause : rest;
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Lists, or watches until the end of a watch; gives for how long to pause.</summary>
    private async Task<TimeSpan> RequestAsync(long began, CancellationToken cancellationToken)
    {
        var isWatch = _version is not null;
        try
        {
            if (_version is not { } version)
            {
                await ListAsync(cancellationToken).ConfigureAwait(false);
                return TimeSpan.Zero;
            }

            return await WatchAsync(version, cancellationToken).ConfigureAwait(false) || CountVain(began) == 0
                ? TimeSpan.Zero
                : RequestPacing.AfterFailure(_vainWatches, client.Settings, retryAfter: null, random());
        }
        catch (ApiException e) when (e.IsExpired)
        {
            // No fault of anybody's; but not again and again without a pause, and not all processes at once.
            _version = null;
            _expiries++;
            if (_expiries > FailuresBeforeList)
            {
                Publish(_state.After(e.Message));
            }

            return RequestPacing.AfterFailure(_expiries, client.Settings, e.RetryAfter, random());
        }
        catch (ApiException e)
        {
            _failures++;
            var inRow = isWatch ? Math.Max(_failures, CountVain(began)) : _failures;
            _version = _failures >= FailuresBeforeList ? null : _version;
            Publish(_state.After(e.Message));
            return RequestPacing.AfterFailure(inRow, client.Settings, e.RetryAfter, random());
        }
    }

    /// <summary>
    /// Counts the watches in a row that brought nothing: a server may list and not watch (a Role without the verb, a proxy that ends what lasts), and the lists in between are no
    /// reason to ask without a pause. One that lasted for longer than any pause, or for most of its time, needs no further one.
    /// </summary>
    private int CountVain(long began)
    {
        var lasted = client.TimeProvider.GetElapsedTime(began);
        return _vainWatches = lasted < client.Settings.BackoffMax && lasted < client.Settings.WatchTimeout / 2 ? _vainWatches + 1 : 0;
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var page = await client.ListAsync(space, service, cancellationToken).ConfigureAwait(false);
        _failures = 0;
        (_version, _place) = (page.Metadata.ResourceVersion, page.Place);
        var before = _state;
        var next = (before.Slices ?? ServiceSlices.None).Listed(page.Slices);
        Publish(before.After(next) with { Problems = page.Problems });
    }

    /// <summary>Watches to the end; false when that brought nothing.</summary>
    private async Task<bool> WatchAsync(string version, CancellationToken cancellationToken)
    {
        var isSilent = true;
        var slices = _state.Slices ?? ServiceSlices.None;
        await client.WatchAsync(space, service, version, _place, RequestPacing.WatchFor(client.Settings.WatchTimeout, random()), Take, cancellationToken).ConfigureAwait(false);
        (_failures, _expiries) = (0, 0);
        if (isSilent)
        {
            // A server restored from an older backup sends nothing either, for ever.
            _version = null;
        }

        return !isSilent;

        void Take(WatchEvent happened, bool hasMore)
        {
            isSilent = false;
            (_failures, _vainWatches, _expiries) = (0, 0, 0);
            _version = string.IsNullOrEmpty(happened.ResourceVersion) ? _version : happened.ResourceVersion;
            slices = slices.After(happened);
            if (!hasMore)
            {
                Publish(_state.After(slices));
            }
        }
    }

    private void Publish(FeedState state)
    {
        if (!ReferenceEquals(state, _state))
        {
            _state = state;
            publish(state);
        }
    }
}
