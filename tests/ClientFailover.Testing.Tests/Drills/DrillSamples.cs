namespace ClientFailover.Testing.Tests;

/// <summary>Samples written in milliseconds, so that a test can be checked by hand.</summary>
internal static class DrillSamples
{
    public static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    public static MonotonicTime At(double milliseconds) => MonotonicTime.Zero + Ms(milliseconds);

    public static AttemptSample Attempt(string endpoint, double started, double duration, bool failed = false, int tier = 0) => new()
    {
        Endpoint = endpoint,
        Zone = "z" + tier,
        Region = "r",
        Tier = tier,
        Outcome = failed ? "connect failure" : "200",
        Started = At(started),
        Duration = Ms(duration),
        Failed = failed,
    };

    /// <summary>A call of one good attempt.</summary>
    public static CallSample Good(double started, double duration, int tier = 0) => new()
    {
        Started = At(started),
        Duration = Ms(duration),
        Attempts = [Attempt("b:1", started, duration, tier: tier)],
    };

    public static CallSample Call(double started, double duration, string? error, params ReadOnlySpan<AttemptSample> attempts) =>
        new() { Started = At(started), Duration = Ms(duration), Error = error, Attempts = [.. attempts] };

    /// <summary>Good calls of 1 ms, one each <paramref name="every"/>, until just before <paramref name="until"/>.</summary>
    public static IEnumerable<CallSample> Steady(double from, double until, double every, int tier = 0)
    {
        for (var at = from; at < until; at += every)
        {
            yield return Good(at, 1, tier);
        }
    }

    public static DrillEventReport ReportOf(IEnumerable<CallSample> calls, DrillEvent happened, DrillReportOptions? options = null) =>
        Assert.Single(DrillReport.Compute(MonotonicTime.Zero, calls, [happened], options).Events);
}
