using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A watch begins once and ends when it is told to.</summary>
internal static class LifetimeChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new("Cancellation", "A cancelled watch ends at once.", CancellationAsync),
        new("CancellationInAHang", "A watch that is cancelled while the registry is silent ends at once.", CancellationInAHangAsync, ResolverAbility.Hang),
        new("Silence", "After the watch is cancelled nothing is asked.", SilenceAsync, ResolverAbility.Rounds),
        new("Disposal", "Disposing the resolver, any number of times, ends its watches, and it begins no others.", DisposalAsync, ResolverAbility.Dispose),
        new("TwoWatches", "Each watch of a service is told everything, and the end of one is not the end of the other.", TwoWatchesAsync),
        new("OneWatch", "The library runs one watch for each service, however many clients use it, and it serves them all.", OneWatchAsync),
    ];

    private static async Task CancellationAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await watch.CancelAsync().ConfigureAwait(false);
    }

    private static async Task CancellationInAHangAsync(ConformanceRun run)
    {
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await run.Harness.HangAsync().ConfigureAwait(false);
        var watch = run.Watch();
        if (run.Harness.Lacks(ResolverAbility.Rounds) is null)
        {
            await run.UntilAsync(() => run.Harness.Rounds.Count > 0, static () => "nothing was asked.").ConfigureAwait(false);
        }

        await watch.CancelAsync().ConfigureAwait(false);
    }

    private static async Task SilenceAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await watch.CancelAsync().ConfigureAwait(false);
        var before = run.Harness.Rounds.Count;
        if (run.Harness.TimeProvider is VirtualTimeProvider clock)
        {
            clock.Advance(run.Harness.Pace.LongestBackoff * 2);
        }
        else
        {
            await run.PassAsync(run.Harness.Pace.ShortestRound * 5).ConfigureAwait(false);
        }

        // A question that was on its way when the watch ended may still arrive.
        if (run.Harness.Rounds.Count > before + 1)
        {
            throw new ConformanceException($"{run.Harness.Rounds.Count - before} rounds of questions were asked after its end.");
        }
    }

    private static async Task DisposalAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        switch (run.Harness.Resolver)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync().ConfigureAwait(false);
                await disposable.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                disposable.Dispose();
                break;
        }

        await watch.EndedAsync("after the resolver was disposed").ConfigureAwait(false);
        try
        {
            await foreach (var one in run.Harness.Resolver.WatchAsync(run.Harness.Service, CancellationToken.None).ConfigureAwait(false))
            {
                throw new ConformanceException($"a watch of the disposed resolver said {ConformanceWatch.Text(one)}.");
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
        {
            return;
        }

        throw new ConformanceException("a watch of the disposed resolver ended without ObjectDisposedException.");
    }

    private static async Task TwoWatchesAsync(ConformanceRun run)
    {
        var first = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        var second = run.Watch();
        await second.HasAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await first.CancelAsync().ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(3)).ConfigureAwait(false);
        await second.HasAsync(ConformanceRun.Endpoints(3), meanwhile: static one => one is Resolution.Resolved { Endpoints.Length: > 0 }).ConfigureAwait(false);
    }

    private static async Task OneWatchAsync(ConformanceRun run)
    {
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        var counting = new CountingResolver(run.Harness.Resolver);

        // The pools run by the system's clock, so that moving a virtual one moves the resolver alone.
        var pools = LocalityFailover.Create(new LocalityFailoverOptions(), [counting]);
        await using (pools.ConfigureAwait(false))
        {
            var clients = Enumerable.Range(0, 16).Select(_ => Task.Run(() => pools.GetPool(run.Harness.Service))).ToArray();
            var pool = (await Task.WhenAll(clients).ConfigureAwait(false))[0];
            await run.UntilAsync(() => pool.Plan.Input.Snapshot.Endpoints.Length == 2, () => $"the pool has {pool.Plan.Input.Snapshot.Endpoints.Length} endpoints, not 2.").ConfigureAwait(false);
            await run.Harness.ServeAsync(ConformanceRun.Endpoints(3)).ConfigureAwait(false);
            await run.UntilAsync(() => pool.Plan.Input.Snapshot.Endpoints.Length == 3, () => $"the pool has {pool.Plan.Input.Snapshot.Endpoints.Length} endpoints, not 3.").ConfigureAwait(false);
        }

        if (counting.Watches != 1)
        {
            throw new ConformanceException($"there were {counting.Watches} watches.");
        }
    }

    private sealed class CountingResolver(IEndpointResolver inner) : IEndpointResolver
    {
        private int _watches;

        public int Watches => Volatile.Read(ref _watches);

        public string Name => inner.Name;

        public IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _watches);
            return inner.WatchAsync(service, cancellationToken);
        }
    }
}
