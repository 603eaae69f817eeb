using System.Runtime.InteropServices;

namespace ClientFailover.Testing;

/// <summary>How long the calls of a stretch of time took. Percentiles are exact, by nearest rank: each is the duration of a call.</summary>
/// <param name="Calls">How many calls there were, failed ones included.</param>
/// <param name="P50">Half of them took no longer; null when there were none.</param>
/// <param name="P99">99 of 100 took no longer; null when there were none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LatencySummary(int Calls, TimeSpan? P50, TimeSpan? P99)
{
    /// <summary>Summarises calls, in any order.</summary>
    internal static LatencySummary Of(IEnumerable<CallSample> calls)
    {
        List<TimeSpan> durations = [.. calls.Select(static call => call.Duration)];
        durations.Sort();
        return new(durations.Count, Percentile(durations, 50), Percentile(durations, 99));
    }

    /// <summary>The smallest of the sorted values that at least <paramref name="percent"/> of 100 do not exceed. Whole numbers: no rounding decides a rank.</summary>
    internal static TimeSpan? Percentile(IReadOnlyList<TimeSpan> sorted, int percent) =>
        sorted.Count == 0 ? null : sorted[(int)((((long)percent * sorted.Count) + 99) / 100) - 1];
}
