using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A resolver is no burden to its registry, least of all when the registry is in trouble.</summary>
internal static class PaceChecks
{
    private const int Failures = 14;
    private const int AtTheCap = 6;
    private const double Slack = 0.2;

    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new("QuietPace", "While nothing happens, rounds of questions keep their least distance.", static run => PaceAsync(run, static () => Task.CompletedTask), ResolverAbility.Rounds),
        new("FailingPace", "While the registry answers with errors, rounds of questions keep their least distance.", static run => PaceAsync(run, run.Harness.FailAsync), ResolverAbility.Rounds, ResolverAbility.Fail),
        new("ChangingPace", "While the registry changes all the time, rounds of questions keep their least distance.", ChangingAsync, ResolverAbility.Rounds),
        new("Backoff", "The pauses after failures grow, stay below their cap, and are jittered.", BackoffAsync, ResolverAbility.Rounds, ResolverAbility.Fail),
    ];

    private static async Task PaceAsync(ConformanceRun run, Func<Task> turn)
    {
        await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await turn().ConfigureAwait(false);
        await run.PassAsync(run.Harness.Pace.ShortestRound * 30).ConfigureAwait(false);
        ThrowIfBusy(run);
    }

    private static async Task ChangingAsync(ConformanceRun run)
    {
        await run.WatchAsync(ConformanceRun.Endpoints(1)).ConfigureAwait(false);
        for (var i = 0; i < 60; i++)
        {
            await run.Harness.ServeAsync(ConformanceRun.Endpoints(1 + (i % 2))).ConfigureAwait(false);
            await run.PassAsync(run.Harness.Pace.ShortestRound / 4).ConfigureAwait(false);
        }

        ThrowIfBusy(run);
    }

    /// <summary>No more rounds than fit: one for each least distance, and one at the beginning.</summary>
    private static void ThrowIfBusy(ConformanceRun run)
    {
        var rounds = run.Harness.Rounds.ToArray();
        var elapsed = run.Harness.TimeProvider.GetElapsedTime(rounds[0], run.Harness.TimeProvider.GetTimestamp());
        var most = (elapsed / run.Harness.Pace.ShortestRound * (1 + Slack)) + 2;
        if (rounds.Length > most)
        {
            throw new ConformanceException($"there were {rounds.Length} rounds of questions in {elapsed}, at most {(int)most} fit.");
        }
    }

    private static async Task BackoffAsync(ConformanceRun run)
    {
        await run.WatchAsync(ConformanceRun.Endpoints(1)).ConfigureAwait(false);
        await run.Harness.FailAsync().ConfigureAwait(false);
        var before = run.Harness.Rounds.Count;
        await run.UntilAsync(() => run.Harness.Rounds.Count >= before + Failures, () => $"there were {run.Harness.Rounds.Count - before} rounds of questions, not {Failures}.").ConfigureAwait(false);

        var rounds = run.Harness.Rounds.Skip(before).Take(Failures).ToArray();
        var pauses = rounds.Zip(rounds.Skip(1), run.Harness.TimeProvider.GetElapsedTime).ToArray();
        var text = string.Join(", ", pauses.Select(static pause => $"{pause.TotalMilliseconds:0} ms"));
        var most = run.Harness.Pace.LongestBackoff + run.Harness.Pace.GiveUp;
        if (run.Harness.TimeProvider is VirtualTimeProvider && pauses.Any(pause => pause > most))
        {
            throw new ConformanceException($"a pause was longer than {most}: {text}.");
        }

        var last = pauses[^AtTheCap..];
        if (last.Max() < run.Harness.Pace.ShortestRound * 1.5)
        {
            throw new ConformanceException($"the pauses did not grow: {text}.");
        }

        // Without jitter the pauses at the cap are all the same.
        if (last.Max() - last.Min() < last.Max() * 0.05)
        {
            throw new ConformanceException($"the last {AtTheCap} pauses are the same, so that all processes would ask at once: {text}.");
        }
    }
}
