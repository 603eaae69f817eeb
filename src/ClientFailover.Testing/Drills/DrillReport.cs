using System.Collections.Immutable;
using System.Text.Json;

namespace ClientFailover.Testing;

/// <summary>What callers felt during a drill, event by event. Immutable; a pure function of what was recorded.</summary>
public sealed record DrillReport
{
    /// <summary>The events in order of time.</summary>
    public required ImmutableArray<DrillEventReport> Events { get; init; }

    /// <summary>All calls, those before the first event included.</summary>
    public required int Calls { get; init; }

    /// <summary>All calls that failed as their caller saw it.</summary>
    public required int CallerErrors { get; init; }

    /// <summary>All attempts beyond the first of each call.</summary>
    public required int ExtraAttempts { get; init; }

    /// <summary>Computes the report.</summary>
    /// <param name="started">When the drill began: <see cref="DrillEventReport.At"/> counts from here.</param>
    /// <param name="calls">The calls, in any order.</param>
    /// <param name="events">The events, in any order.</param>
    /// <param name="options">What counts as slow and as stable; the defaults when null.</param>
    public static DrillReport Compute(MonotonicTime started, IEnumerable<CallSample> calls, IEnumerable<DrillEvent> events, DrillReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(events);
        ImmutableArray<CallSample> byEnd = [.. calls.OrderBy(static call => call.Ended)];
        ImmutableArray<DrillEvent> inOrder = [.. events.OrderBy(static e => e.At)];
        var home = EventAnalysis.Home(byEnd);
        return new()
        {
            Events = [.. inOrder.Select((_, index) => EventAnalysis.Report(started, home, byEnd, inOrder, index, options ?? DrillReportOptions.Default))],
            Calls = byEnd.Length,
            CallerErrors = byEnd.Count(static call => !call.Succeeded),
            ExtraAttempts = byEnd.Sum(static call => call.ExtraAttempts),
        };
    }

    /// <summary>The report as JSON, for machines: names in camel case, durations as <c>hh:mm:ss.fffffff</c>, null for what did not happen.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DrillJson.Default.DrillReport);

    /// <summary>The report as a table of plain text, one line an event; a dash for what did not happen.</summary>
    public string ToText() => DrillTable.Write(this);
}
