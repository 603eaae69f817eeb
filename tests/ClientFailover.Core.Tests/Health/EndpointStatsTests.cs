using static ClientFailover.OutcomeKind;

namespace ClientFailover.Tests;

public sealed class EndpointStatsTests
{
    [Fact]
    public void Answer_EndIsStillToCome_LearnsTheLatencyAndNothingElse()
    {
        var stats = new EndpointStats();
        var began = new MonotonicTime(TimeSpan.TicksPerMinute);
        stats.Begin(began);
        stats.Complete(new(OutcomeKind.ServerError, TimeSpan.FromMilliseconds(1)), began, FailoverPolicy.Default);
        stats.Begin(began);
        var begun = new CallOutcome(OutcomeKind.Success, TimeSpan.FromMilliseconds(20));

        stats.Answer(begun, began + TimeSpan.FromMilliseconds(20), FailoverPolicy.Default);

        Assert.Equal((1, 1, 0L), (stats.InFlight, stats.Runs.Failures, stats.Totals.Since(default).Successes));
        Assert.Equal(20, stats.Latency!.Value.Estimate.TotalMilliseconds);
        var end = begun with { IsAnswered = true, Duration = TimeSpan.FromHours(1) };
        stats.Complete(end, began + end.Duration, FailoverPolicy.Default);
        Assert.Equal((0, 0, 1L), (stats.InFlight, stats.Runs.Failures, stats.Totals.Since(default).Successes));
        Assert.Equal((20, began + TimeSpan.FromMilliseconds(20)), (stats.Latency!.Value.Estimate.TotalMilliseconds, stats.Latency!.Value.At)); // of the headers, and of then
    }

    [Fact]
    public void Complete_FailureOfAnAttemptOlderThanTheNewStart_DoesNotCount()
    {
        var stats = new EndpointStats();
        var began = new MonotonicTime(TimeSpan.TicksPerMinute);
        stats.Begin(began);
        stats.StartAfresh(began + TimeSpan.FromMinutes(1));

        // A stream that was begun before, and whose headers took 10 ms, breaks after.
        stats.Complete(new(OutcomeKind.ConnectionLost, TimeSpan.FromMilliseconds(10)) { Duration = TimeSpan.FromMinutes(2) }, began + TimeSpan.FromMinutes(2), FailoverPolicy.Default);

        Assert.Equal((0, 0L), (stats.InFlight, stats.Totals.Since(default).Failures));
    }

    [Fact]
    public void Complete_SilencesInARow_AskForAReviewAtTheThreshold()
    {
        var stats = new EndpointStats();
        var silent = new CallOutcome(OutcomeKind.Silent, TimeSpan.FromMilliseconds(300));
        var timedOut = new CallOutcome(OutcomeKind.TimedOut, TimeSpan.FromSeconds(10)) { IsSilent = true };

        Assert.False(End(silent));
        Assert.True(End(timedOut));
        Assert.Equal(2, stats.Runs.Silences);
        Assert.False(End(new(OutcomeKind.ServerError, TimeSpan.Zero))); // an answer
        Assert.Equal(0, stats.Runs.Silences);
        Assert.False(End(silent with { Kind = OutcomeKind.TimedOut })); // in less time than the service takes
        Assert.Equal(0, stats.Runs.Silences);

        bool End(CallOutcome outcome)
        {
            stats.Begin(default);
            return stats.Complete(outcome, new(TimeSpan.TicksPerMinute), FailoverPolicy.Default);
        }
    }

    [Theory]
    [InlineData(TimedOut, false)] // lost before others succeeded
    [InlineData(ConnectionLost, true)] // lost just now
    [InlineData(ServerError, true)]
    public void Complete_FailureOfAnAttemptBegunBeforeASuccess_ExtendsTheRunOnlyWhenItIsNews(OutcomeKind kind, bool isNews)
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 20, At(1000));
        Complete(stats, kind, 500, At(1200)); // begun at 700

        Assert.Equal((isNews ? 1 : 0, isNews, 1L), (stats.Runs.Failures, stats.IsSuspect, stats.Totals.Since(default).Failures));

        Complete(stats, kind, 150, At(1200)); // begun at 1050
        Assert.Equal((isNews ? 2 : 1, true), (stats.Runs.Failures, stats.IsSuspect));
    }

    [Fact]
    public void Complete_FewFailuresOverALongTime_WantReviewing()
    {
        var stats = new EndpointStats();
        Assert.Equal([false, false, false], new[] { 0.0, 4000, 9990 }.Select(at => Complete(stats, ServerError, 5, At(at))));
        Assert.True(Complete(stats, ServerError, 5, At(10_000)));
        Assert.Equal((4, TimeSpan.FromSeconds(10)), (stats.Runs.Failures, stats.Runs.Span));

        Complete(stats, Success, 5, At(10_100));
        Assert.Equal((0, TimeSpan.Zero), (stats.Runs.Failures, stats.Runs.Span));
        Assert.Equal([false, false], new[] { 11_000.0, 31_000 }.Select(at => Complete(stats, ServerError, 5, At(at)))); // two are none
        Assert.True(Complete(stats, ServerError, 5, At(31_000)));
    }

    [Fact]
    public void Complete_Cancelled_IsNeutral()
    {
        var stats = new EndpointStats();
        Complete(stats, ServerError, 5, At(0));
        var before = stats.Latency;
        Complete(stats, Cancelled, 5000, At(1));

        Assert.Equal((before, 1, 0), (stats.Latency, stats.Runs.Failures, stats.InFlight));
    }

    [Theory]
    [InlineData(Success, 0, 0)]
    [InlineData(ConnectFailed, 4, 2)]
    [InlineData(TimedOut, 4, 1)] // says nothing about connecting
    [InlineData(ConnectionLost, 4, 1)]
    [InlineData(ServerError, 4, 0)] // came over a connection
    [InlineData(Overloaded, 3, 0)] // an answer, and not a failure that counts
    [InlineData(GatewayError, 4, 0)]
    [InlineData(Unavailable, 3, 0)]
    [InlineData(Cancelled, 3, 1)]
    public void Complete_AfterARun_CountsByKind(OutcomeKind kind, int failures, int connectFailures)
    {
        var stats = new EndpointStats();
        Complete(stats, TimedOut, 1, At(0));
        Complete(stats, TimedOut, 1, At(0));
        Complete(stats, ConnectFailed, 1, At(0));
        Complete(stats, kind, 1, At(1));

        Assert.Equal((failures, connectFailures), (stats.Runs.Failures, stats.Runs.ConnectFailures));
    }

    [Fact]
    public void Complete_RunReachesAThreshold_AsksForAReviewAtEachMultiple()
    {
        var stats = new EndpointStats();

        Assert.Equal(
            [false, false, false, false, true, false, false, false, false, true],
            Enumerable.Range(0, 10).Select(_ => Complete(stats, ServerError, 1, At(0))));
        stats.ClearRuns();
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(_ => Complete(stats, ConnectFailed, 1, At(0))));
    }

    [Fact]
    public void Complete_Overloaded_NeverAsksForAReview()
    {
        var stats = new EndpointStats();

        Assert.DoesNotContain(true, Enumerable.Range(0, 1000).Select(_ => Complete(stats, Overloaded, 1, At(0))));
    }

    [Theory]
    [InlineData(false, TimedOut, 4, 4, 0)]
    [InlineData(false, GatewayError, 4, 4, 0)]
    [InlineData(false, Unavailable, 3, 4, 0)]
    [InlineData(false, ServerError, 4, 0, 0)]
    [InlineData(false, Overloaded, 3, 0, 0)]
    [InlineData(true, TimedOut, 1, 1, 3)]
    [InlineData(true, GatewayError, 2, 2, 0)]
    [InlineData(true, ServerError, 2, 0, 0)]
    [InlineData(true, Success, 0, 0, 0)]
    public void Complete_AfterARun_CountsGatewayAndLocalOriginByPolicy(bool split, OutcomeKind kind, int failures, int gateway, int local)
    {
        var stats = new EndpointStats();
        var policy = FailoverPolicy.Default with { OutlierDetection = OutlierDetectionPolicy.Default with { SplitLocalOrigin = split } };
        foreach (var each in new[] { GatewayError, TimedOut, ConnectionLost, kind })
        {
            stats.Begin(default);
            stats.Complete(new(each, default), default, policy);
        }

        Assert.Equal((failures, gateway, local), (stats.Runs.Failures, stats.Runs.GatewayFailures, stats.Runs.LocalOriginFailures));
    }

    [Fact]
    public void Complete_FailureOfAnAttemptFromBeforeTheRestart_DoesNotCount()
    {
        var stats = new EndpointStats();
        stats.StartAfresh(At(1000));
        Complete(stats, TimedOut, 600, At(1500)); // begun at 900
        Assert.Equal((0, default), (stats.Runs.Failures, stats.Totals));

        Complete(stats, TimedOut, 600, At(1600)); // begun at 1000
        Assert.Equal(1, stats.Runs.Failures);
    }

    [Fact]
    public void Complete_FailureOfAConnectionFromBeforeTheRestart_DoesNotCount()
    {
        var stats = new EndpointStats();
        stats.StartAfresh(At(1000));
        foreach (var (connectedAt, failures) in new[] { (At(999), 0), (At(1000), 1) })
        {
            stats.Begin(default);
            stats.Complete(new(ConnectionLost, default) { ConnectedAt = connectedAt }, At(5000), FailoverPolicy.Default);
            Assert.Equal((failures, 0), (stats.Runs.Failures, stats.InFlight));
        }
    }

    [Fact]
    public void Totals_BetweenTwoReadings_AreWhatHappened()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 1000, At(0));
        Complete(stats, ServerError, 1, At(0));
        var before = stats.Totals;
        foreach (var (kind, times) in new[] { (Success, 70), (ServerError, 5), (GatewayError, 1), (ConnectFailed, 4), (TimedOut, 3), (ConnectionLost, 2), (Overloaded, 8), (Unavailable, 9), (Cancelled, 50) })
        {
            for (var i = 0; i < times; i++)
            {
                Complete(stats, kind, 2.5, At(1));
            }
        }

        Assert.Equal(new(70, 6, 9, 17, TimeSpan.FromMilliseconds(175)), stats.Totals.Since(before));
    }

    [Fact]
    public void Totals_WrapAround_TheDifferenceStaysExact()
    {
        var before = new HealthTotals(-3, long.MaxValue);
        var after = new HealthTotals(
            unchecked(before.Successes + (5 * HealthTotals.OfSuccess(TimeSpan.FromMilliseconds(2)))),
            unchecked(before.Failures + HealthTotals.OfFailure(new(Overloaded, default)) + (2 * HealthTotals.OfFailure(new(TimedOut, default)))));

        Assert.Equal(new(5, 0, 2, 1, TimeSpan.FromMilliseconds(10)), after.Since(before));
    }

    [Fact]
    public void BeginAndComplete_AllocateNothing()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 1, At(0));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            Complete(stats, (OutcomeKind)(i % 9), i % 50, At(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static bool Complete(EndpointStats stats, OutcomeKind kind, double milliseconds, MonotonicTime now)
    {
        stats.Begin(default);
        return stats.Complete(new(kind, TimeSpan.FromMilliseconds(milliseconds)), now, FailoverPolicy.Default);
    }

    internal static MonotonicTime At(double milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds).Ticks);
}
