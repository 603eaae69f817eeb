using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>Computes what one event did to the callers. The definitions stand at <see cref="DrillEventReport"/>.</summary>
internal static class EventAnalysis
{
    /// <summary>The zone that was nearest when the drill began. Tiers are numbered anew when a zone leaves the list, so a number alone would call its successor home.</summary>
    public static (string Region, string Zone)? Home(ImmutableArray<CallSample> byEnd) => byEnd
        .SelectMany(static call => call.Attempts)
        .Where(static attempt => attempt.Tier == 0)
        .Select(static attempt => ((string, string)?)Place(attempt))
        .FirstOrDefault();

    public static DrillEventReport Report(
        MonotonicTime started, (string Region, string Zone)? home, ImmutableArray<CallSample> byEnd, ImmutableArray<DrillEvent> events, int index, DrillReportOptions options)
    {
        var happened = events[index];
        var until = index + 1 < events.Length ? events[index + 1].At : new MonotonicTime(long.MaxValue);
        var since = index > 0 ? events[index - 1].At : new MonotonicTime(long.MinValue);
        var beforeFrom = Later(since, happened.At + -options.BeforeWindow);
        var before = EndedIn(byEnd, beforeFrom, happened.At);
        var calls = EndedIn(byEnd, happened.At, until);
        var slowAbove = SlowThreshold(LatencySummary.Of(before).P99, options);
        var disturbed = Disturbances(calls, happened.At, slowAbove);
        var first = disturbed.IsEmpty ? happened.At : disturbed.Min(static span => span.From);
        var last = disturbed.IsEmpty ? happened.At : disturbed.Max(static span => span.To);
        return new()
        {
            Name = happened.Name,
            Kind = happened.Kind,
            At = happened.At - started,
            DetectedAfter = DetectedAt(happened, before, calls, slowAbove, options) - happened.At,
            Rto = last - first,
            Calls = calls.Length,
            CallerErrors = calls.Count(static call => !call.Succeeded),
            ExtraAttempts = calls.Sum(static call => call.ExtraAttempts),
            SlowThreshold = slowAbove,
            Before = LatencySummary.Of(before),
            During = LatencySummary.Of(disturbed.IsEmpty ? [] : calls.Where(call => call.Ended >= first && call.Ended <= last)),
            After = LatencySummary.Of(disturbed.IsEmpty ? calls : calls.Where(call => call.Ended > last)),
            StableFailbackAfter = happened.Kind == DrillEventKind.Recovery ? StableFailbackAt(happened.At, home, calls, options) - happened.At : null,
        };
    }

    private static TimeSpan? SlowThreshold(TimeSpan? p99, DrillReportOptions options)
    {
        if (p99 is not { } normal)
        {
            return null;
        }

        var byFactor = normal * options.SlowFactor;
        var byMargin = normal + options.SlowMargin;
        return byFactor > byMargin ? byFactor : byMargin;
    }

    private static ImmutableArray<(MonotonicTime From, MonotonicTime To)> Disturbances(
        ImmutableArray<CallSample> calls, MonotonicTime since, TimeSpan? slowAbove)
    {
        var ofCalls = calls
            .Where(call => !call.Succeeded || call.Duration > slowAbove)
            .Select(call => (Later(call.Started, since), call.Ended));
        var ofAttempts = calls
            .SelectMany(static call => call.Attempts)
            .Where(attempt => IsDisturbed(attempt, since, slowAbove))
            .Select(attempt => (Later(attempt.Started, since), attempt.Ended));
        return [.. ofCalls, .. ofAttempts];
    }

    private static MonotonicTime? DetectedAt(
        DrillEvent happened, ImmutableArray<CallSample> before, ImmutableArray<CallSample> calls, TimeSpan? slowAbove, DrillReportOptions options)
    {
        // Only calls that began after the event can show that the client had learned of it.
        List<(MonotonicTime Started, AttemptSample First)> choices =
        [
            .. calls.Where(call => call.Started >= happened.At && !call.Attempts.IsEmpty)
                .OrderBy(static call => call.Started)
                .Select(static call => (call.Started, call.Attempts[0])),
        ];
        if (happened.Kind == DrillEventKind.Outage && calls.Any(call => call.Attempts.Any(attempt => IsDisturbed(attempt, happened.At, slowAbove))))
        {
            return StartOfQuiet(choices, choice => IsDisturbed(choice, happened.At, slowAbove), options.DetectionQuiet);
        }

        var placesBefore = before.Where(static call => !call.Attempts.IsEmpty).Select(static call => Place(call.Attempts[0])).ToHashSet();
        return choices
            .Where(choice => placesBefore.Count > 0 && !placesBefore.Contains(Place(choice.First)))
            .Select(static choice => (MonotonicTime?)choice.Started)
            .FirstOrDefault();
    }

    /// <summary>The first choice, after the first disturbed one, of a run of undisturbed ones that lasted <paramref name="quiet"/>; null when there is none.</summary>
    private static MonotonicTime? StartOfQuiet(
        List<(MonotonicTime Started, AttemptSample First)> choices, Predicate<AttemptSample> isDisturbed, TimeSpan quiet)
    {
        // What went well before the first disturbance went well by luck: the client had nothing to learn from yet.
        var learning = Math.Max(0, choices.FindIndex(choice => isDisturbed(choice.First)));
        MonotonicTime? runStart = null;
        foreach (var (at, choice) in choices.Skip(learning))
        {
            if (runStart is { } start && at - start >= quiet)
            {
                return start;
            }

            runStart = isDisturbed(choice) ? null : runStart ?? at;
        }

        return null;
    }

    private static MonotonicTime? StableFailbackAt(
        MonotonicTime happened, (string Region, string Zone)? home, ImmutableArray<CallSample> calls, DrillReportOptions options)
    {
        var served = calls.Where(static call => call.ServedBy is not null).ToList();
        var lastAway = served.FindLastIndex(call => Place(call.ServedBy!) != home);
        var settled = lastAway < 0 ? happened : served[lastAway].Ended;
        return served.Count > 0 && lastAway < served.Count - 1 && served[^1].Ended - settled >= options.FailbackQuiet ? settled : null;
    }

    private static (string Region, string Zone) Place(AttemptSample attempt) => (attempt.Region, attempt.Zone);

    private static bool IsDisturbed(AttemptSample attempt, MonotonicTime since, TimeSpan? slowAbove) =>
        attempt.Ended >= since && (attempt.Failed || attempt.Duration > slowAbove);

    private static ImmutableArray<CallSample> EndedIn(ImmutableArray<CallSample> calls, MonotonicTime from, MonotonicTime until) =>
        [.. calls.Where(call => call.Ended >= from && call.Ended < until)];

    private static MonotonicTime Later(MonotonicTime left, MonotonicTime right) => left > right ? left : right;
}
