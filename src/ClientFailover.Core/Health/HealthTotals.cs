namespace ClientFailover;

/// <summary>All attempts at an endpoint so far, as two words that only ever grow. What happened between two readings is their difference: nobody resets a counter, so nothing is lost between a reading and a reset.</summary>
/// <remarks>
/// Each word holds several counts side by side. Adding to the lowest may carry into the next, and the word may wrap around; the difference of two readings is
/// still exact while each count within it fits its bits: 16 million successes, 2 million failures of a kind, and 3 years of latency between two readings.
/// </remarks>
/// <param name="Successes">Count (24 bits) and latency in units of 0.1 ms (40 bits).</param>
/// <param name="Failures">Server failures, local failures and overloads, 21 bits each.</param>
public readonly record struct HealthTotals(long Successes, long Failures)
{
    /// <summary>The server failures that were their routes' and not the endpoint's; they are in <see cref="Failures"/> too.</summary>
    public long OfRoutes { get; init; }

    private const int CountBits = 24;
    private const int KindBits = 21;
    private const long LatencyUnit = TimeSpan.TicksPerMillisecond / 10;

    /// <summary>What to add to <see cref="Successes"/> for one success.</summary>
    public static long OfSuccess(TimeSpan latency) => (((latency.Ticks + (LatencyUnit / 2)) / LatencyUnit) << CountBits) + 1;

    /// <summary>What to add to <see cref="Failures"/> for one failure.</summary>
    public static long OfFailure(in CallOutcome outcome) => outcome.IsOverload ? 1L << (2 * KindBits) : outcome is { IsLocalOrigin: true, IsOfRoute: false } ? 1L << KindBits : 1;

    /// <summary>What has happened since <paramref name="earlier"/>.</summary>
    public HealthCounts Since(HealthTotals earlier)
    {
        var (successes, failures) = (unchecked(Successes - earlier.Successes), unchecked(Failures - earlier.Failures));
        return new(
            successes & ((1 << CountBits) - 1), Kind(failures, 0), Kind(failures, 1), Kind(failures, 2), new((long)((ulong)successes >> CountBits) * LatencyUnit))
        {
            OfRoutes = unchecked(OfRoutes - earlier.OfRoutes),
        };
    }

    private static long Kind(long word, int index) => (word >> (index * KindBits)) & ((1 << KindBits) - 1);
}
