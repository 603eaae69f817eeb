using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>What a registry says arrives, and nothing else does.</summary>
internal static class AnswerChecks
{
    private const int Many = 5000;
    private const int Burst = 20;

    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new("InitialAnswer", "The first answer is the present list.", static run => run.WatchAsync(ConformanceRun.Endpoints(3))),
        new("Addition", "A new instance is told.", AdditionAsync),
        new("Removal", "An instance that goes is told, and the others stay.", RemovalAsync),
        new("Change", "A new weight is told.", ChangeAsync, ResolverAbility.Weights),
        new("Exchange", "A list that is wholly another is told.", ExchangeAsync),
        new("UnknownService", "A service that the registry does not know is NotFound.", UnknownAsync, ResolverAbility.Delete),
        new("Deletion", "A service that is deleted is NotFound, and is found again when it is back.", DeletionAsync, ResolverAbility.Delete),
        new("Empty", "A service without instances is an empty list: neither NotFound nor Failed.", EmptyAsync, ResolverAbility.Empty),
        new("Duplicates", "An instance that is named twice is one.", DuplicatesAsync, ResolverAbility.Duplicates),
        new("ManyEndpoints", "5,000 instances all arrive, and the removal of one.", ManyAsync, ResolverAbility.ManyEndpoints),
        new("Repetition", "An answer equal to the last, in whatever order, is not told again.", RepetitionAsync, ResolverAbility.Repeat),
        new("Burst", "After a burst of changes the last state is told, and at most one answer for each change.", BurstAsync),
    ];

    private static async Task AdditionAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(3)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(3), meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task RemovalAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(3)).ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2, from: 1)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(2, from: 1), meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task ChangeAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        ImmutableArray<Endpoint> changed = [ConformanceRun.Endpoint(0, weight: 7), ConformanceRun.Endpoint(1)];
        await run.Harness.ServeAsync(changed).ConfigureAwait(false);
        await watch.HasAsync(changed, meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task ExchangeAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(3)).ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(3, from: 10)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(3, from: 10), meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task UnknownAsync(ConformanceRun run)
    {
        var known = await run.WatchAsync(ConformanceRun.Endpoints(1)).ConfigureAwait(false);
        var unknown = run.Watch(run.Harness.Unknown);
        var first = await unknown.NextAsync(static _ => true, "a first answer").ConfigureAwait(false);
        if (first is not Resolution.NotFound { Reason.Length: > 0 })
        {
            throw new ConformanceException($"{ConformanceWatch.Text(first)} was said of {run.Harness.Unknown}.");
        }

        // Another service is nobody else's business.
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await known.HasAsync(ConformanceRun.Endpoints(2), meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task DeletionAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await run.Harness.DeleteAsync().ConfigureAwait(false);
        await watch.NextAsync(static one => one is Resolution.NotFound, "NotFound").ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(2), meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task EmptyAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(2)).ConfigureAwait(false);
        await run.Harness.ServeAsync([]).ConfigureAwait(false);
        await watch.HasAsync([], meanwhile: Some).ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(1)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(1), meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task DuplicatesAsync(ConformanceRun run)
    {
        // An identity may be named twice in the list itself: the library keeps the first. What counts is what comes of it.
        ImmutableArray<Endpoint> twice = [.. ConformanceRun.Endpoints(2), .. ConformanceRun.Endpoints(2)];
        var watch = await run.WatchAsync(twice).ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(1)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(1), meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task ManyAsync(ConformanceRun run)
    {
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(Many)).ConfigureAwait(false);
        var watch = run.Watch();
        await watch.HasAsync(ConformanceRun.Endpoints(Many), meanwhile: Some).ConfigureAwait(false);
        await run.Harness.ServeAsync(ConformanceRun.Endpoints(Many - 1, from: 1)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(Many - 1, from: 1), meanwhile: Some).ConfigureAwait(false);
    }

    private static async Task RepetitionAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(5)).ConfigureAwait(false);
        for (var i = 0; i < 5; i++)
        {
            await run.Harness.RepeatAsync().ConfigureAwait(false);
            await run.PassAsync(run.Harness.Pace.ShortestRound * 2).ConfigureAwait(false);
        }

        await run.Harness.ServeAsync(ConformanceRun.Endpoints(6)).ConfigureAwait(false);
        await watch.HasAsync(ConformanceRun.Endpoints(6)).ConfigureAwait(false);
    }

    private static async Task BurstAsync(ConformanceRun run)
    {
        var watch = await run.WatchAsync(ConformanceRun.Endpoints(1)).ConfigureAwait(false);
        for (var i = 2; i <= Burst; i++)
        {
            await run.Harness.ServeAsync(ConformanceRun.Endpoints(i)).ConfigureAwait(false);
        }

        await watch.HasAsync(ConformanceRun.Endpoints(Burst), meanwhile: Some).ConfigureAwait(false);
        if (watch.Count > Burst)
        {
            throw new ConformanceException($"{watch.Count} answers were told of {Burst} states.");
        }
    }

    /// <summary>A registry may be changed in several steps; but at no step were there no instances.</summary>
    private static bool Some(Resolution answer) => answer is Resolution.Resolved { Endpoints.Length: > 0 };
}
