using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>"Could not ask" is told as that: never as an empty list, never as "not there", never by silence or an end of the watch.</summary>
internal static class FailureChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new("Error", "An error is Failed with a reason, never an empty list or NotFound, and the next good answer is told, be it the same.", static run => BadAsync(run, run.Harness.FailAsync), ResolverAbility.Fail),
        new("ErrorAtFirst", "An error before the first answer is Failed, and the list comes when there is one.", ErrorAtFirstAsync, ResolverAbility.Fail),
        new("Hang", "A registry that goes silent is noticed by a time-out, and the list comes when it answers again.", static run => BadAsync(run, run.Harness.HangAsync), ResolverAbility.Hang),
        new("HangAtFirst", "A registry that is silent from the beginning is Failed in the end, and the list comes when it answers.", HangAtFirstAsync, ResolverAbility.Hang),
        new("Slow", "A late answer is waited for, and nothing else is said meanwhile.", SlowAsync, ResolverAbility.Slow),
        new("Restart", "After a restart of the registry changes are told, and nothing is lost meanwhile.", static run => InterruptedAsync(run, run.Harness.RestartAsync), ResolverAbility.Restart),
        new("Reset", "After broken connections changes are told, and nothing is lost meanwhile.", static run => InterruptedAsync(run, run.Harness.ResetAsync), ResolverAbility.Reset),
    ];

    private static async Task BadAsync(ConformanceRun run, Func<Task> turnBad)
    {
        var endpoints = ConformanceRun.Endpoints(2);
        var watch = await run.WatchAsync(endpoints).ConfigureAwait(false);
        await turnBad().ConfigureAwait(false);
        await NextFailedAsync(watch).ConfigureAwait(false);
        await run.Harness.ServeAsync(endpoints).ConfigureAwait(false);
        await watch.HasAsync(endpoints, meanwhile: static one => one is Resolution.Failed).ConfigureAwait(false);
    }

    private static async Task ErrorAtFirstAsync(ConformanceRun run)
    {
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await run.Harness.FailAsync().ConfigureAwait(false);
        await FirstFailedAsync(run).ConfigureAwait(false);
    }

    private static async Task HangAtFirstAsync(ConformanceRun run)
    {
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await run.Harness.HangAsync().ConfigureAwait(false);
        await FirstFailedAsync(run).ConfigureAwait(false);
    }

    private static async Task FirstFailedAsync(ConformanceRun run)
    {
        var watch = run.Watch();
        await NextFailedAsync(watch).ConfigureAwait(false);
        if (watch.Taken.Count > 1)
        {
            throw new ConformanceException($"{ConformanceWatch.Text(watch.Taken[0])} was said first.");
        }

        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(2), meanwhile: static one => one is Resolution.Failed).ConfigureAwait(false);
    }

    private static async Task SlowAsync(ConformanceRun run)
    {
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await run.Harness.SlowAsync(run.Harness.Pace.GiveUp / 4).ConfigureAwait(false);
        var watch = run.Watch();
        await watch.HasAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
    }

    private static async Task InterruptedAsync(ConformanceRun run, Func<Task> interrupt)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await interrupt().ConfigureAwait(false);
        await run.PassAsync(run.Harness.Pace.ShortestRound * 3).ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(3)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(3), meanwhile: static one => one is Resolution.Failed or Resolution.Resolved { Endpoints.Length: > 0 }).ConfigureAwait(false);
    }

    private static async Task NextFailedAsync(ConformanceWatch watch)
    {
        var failed = await watch.NextAsync(static one => one is not Resolution.Resolved { Endpoints.Length: > 0 }, "Failed").ConfigureAwait(false);
        if (failed is not Resolution.Failed { Reason.Length: > 0 })
        {
            throw new ConformanceException($"{ConformanceWatch.Text(failed)} was said while the registry could not be asked.");
        }
    }
}
