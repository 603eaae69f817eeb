using static ClientFailover.Testing.Tests.DrillSamples;

namespace ClientFailover.Testing.Tests;

public class DrillEventReportTests
{
    private static readonly DrillEvent Crash = new("crash", DrillEventKind.Outage, At(1000));
    private static readonly DrillEvent Return = new("return", DrillEventKind.Recovery, At(1000));

    /// <summary>Endpoint a crashes at 1000 ms; one call is in flight, one turns slow, one fails.</summary>
    private static readonly CallSample[] CrashCalls =
    [
        Good(100, 3), Good(200, 1), Good(300, 4), Good(400, 2),
        Call(995, 15, null, Attempt("a:1", 995, 10, failed: true), Attempt("b:1", 1005, 5)),
        Good(1020, 3),
        Call(1030, 30, null, Attempt("a:1", 1030, 20, failed: true), Attempt("b:1", 1050, 10)),
        Good(1040, 60),
        Call(1070, 5, "connect failure", Attempt("a:1", 1070, 5, failed: true)),
        Good(1110, 2), Good(1200, 4), Good(1620, 2),
    ];

    [Fact]
    public void Outage_ComputedByHand_GivesEveryFigure()
    {
        var report = ReportOf(CrashCalls.Reverse(), Crash);

        Assert.Equal(Ms(1000), report.At);
        Assert.Equal(new LatencySummary(4, Ms(2), Ms(4)), report.Before);
        // max(5 x 4 ms, 4 ms + 50 ms)
        Assert.Equal(Ms(54), report.SlowThreshold);
        // From the event (the attempt in flight began before it) to the end of the slow call.
        Assert.Equal(Ms(100), report.Rto);
        Assert.Equal(8, report.Calls);
        Assert.Equal(1, report.CallerErrors);
        Assert.Equal(2, report.ExtraAttempts);
        // 3, 5, 15, 30, 60
        Assert.Equal(new LatencySummary(5, Ms(15), Ms(60)), report.During);
        // 2, 2, 4
        Assert.Equal(new LatencySummary(3, Ms(2), Ms(4)), report.After);
        // First attempts at 1030, 1040 and 1070 were disturbed; from 1110 to 1620 none was.
        Assert.Equal(Ms(110), report.DetectedAfter);
        Assert.Null(report.StableFailbackAfter);
    }

    [Fact]
    public void SlowThreshold_LargeP99_IsTheFactor()
    {
        var report = ReportOf([Good(100, 40)], Crash);

        Assert.Equal(Ms(200), report.SlowThreshold);
    }

    [Fact]
    public void SlowThreshold_Options_AreUsed()
    {
        var report = ReportOf(CrashCalls, Crash, new DrillReportOptions { SlowFactor = 2, SlowMargin = Ms(100) });

        Assert.Equal(Ms(104), report.SlowThreshold);
        // Nothing is slow now: the last disturbance is the failed call that ended at 1075.
        Assert.Equal(Ms(75), report.Rto);
    }

    [Fact]
    public void Rto_CallExactlyAtTheThreshold_IsNotSlow()
    {
        Assert.Equal(TimeSpan.Zero, ReportOf([Good(100, 4), Good(1000, 54)], Crash).Rto);
        Assert.Equal(Ms(55), ReportOf([Good(100, 4), Good(1000, 55)], Crash).Rto);
    }

    [Fact]
    public void Rto_CallThatFailedWithoutAnAttempt_Counts()
    {
        var report = ReportOf([Good(100, 4), Call(1200, 30, "no endpoint")], Crash);

        Assert.Equal(Ms(30), report.Rto);
        Assert.Equal(1, report.CallerErrors);
    }

    [Fact]
    public void Rto_FailureBeforeTheEvent_IsNotOfIt()
    {
        var report = ReportOf([Call(980, 40, null, Attempt("a:1", 980, 10, failed: true), Attempt("b:1", 990, 30))], Crash);

        Assert.Equal(TimeSpan.Zero, report.Rto);
        Assert.Equal(1, report.Calls);
    }

    [Fact]
    public void Figures_NothingBefore_NothingIsSlow()
    {
        var report = ReportOf([Good(1100, 5000)], Crash);

        Assert.Null(report.SlowThreshold);
        Assert.Equal(TimeSpan.Zero, report.Rto);
        Assert.Equal(new LatencySummary(0, null, null), report.Before);
        Assert.Equal(0, report.During.Calls);
        Assert.Equal(1, report.After.Calls);
    }

    [Fact]
    public void Before_ReachesBackOnlyItsWindow()
    {
        var report = ReportOf([Good(100, 9), Good(800, 2)], Crash, new DrillReportOptions { BeforeWindow = Ms(300) });

        Assert.Equal(new LatencySummary(1, Ms(2), Ms(2)), report.Before);
    }

    [Fact]
    public void Before_NeverReachesBeyondTheEventBefore()
    {
        var report = DrillReport.Compute(MonotonicTime.Zero, [Good(100, 9), Good(800, 2), Good(1500, 1)], [Crash, new DrillEvent("first", DrillEventKind.Outage, At(500))]);

        Assert.Equal(["first", "crash"], report.Events.Select(e => e.Name));
        Assert.Equal(new LatencySummary(1, Ms(2), Ms(2)), report.Events[1].Before);
        Assert.Equal(1, report.Events[0].Calls);
        Assert.Equal(1, report.Events[1].Calls);
        Assert.Equal(3, report.Calls);
    }

    [Fact]
    public void Detected_QuietTooShort_IsUnknown()
    {
        var report = ReportOf([Call(1100, 5, null, Attempt("a:1", 1100, 2, failed: true), Attempt("b:1", 1102, 3)), Good(1200, 1), Good(1699, 1)], Crash);

        Assert.Null(report.DetectedAfter);
    }

    [Fact]
    public void Detected_LuckBeforeTheFirstFailure_DoesNotCount()
    {
        var calls = Steady(1000, 2000, 10)
            .Append(Call(2000, 5, null, Attempt("a:1", 2000, 2, failed: true), Attempt("b:1", 2002, 3)))
            .Concat(Steady(2010, 3000, 10));

        Assert.Equal(Ms(1010), ReportOf(calls, Crash).DetectedAfter);
    }

    [Fact]
    public void Detected_LaterProbeFails_StaysDetected()
    {
        var calls = Steady(1010, 2000, 10)
            .Prepend(Call(1005, 5, null, Attempt("a:1", 1005, 2, failed: true), Attempt("b:1", 1007, 3)))
            .Append(Call(2000, 5, null, Attempt("a:1", 2000, 2, failed: true), Attempt("b:1", 2002, 3)));

        var report = ReportOf(calls, Crash);

        Assert.Equal(Ms(10), report.DetectedAfter);
        // The probe's failure still counts into the recovery time: callers' attempts failed until then.
        Assert.Equal(Ms(997), report.Rto);
    }

    [Fact]
    public void Detected_NothingFailed_IsTheFirstCallInANewTier()
    {
        var report = ReportOf([Good(900, 1), Good(1100, 1), Good(1250, 1, tier: 1), Good(1300, 1, tier: 1)], Crash);

        Assert.Equal(Ms(250), report.DetectedAfter);
    }

    [Fact]
    public void Detected_Recovery_IsTheFirstCallBackInATierNotUsedBefore()
    {
        var report = ReportOf([Good(900, 1, tier: 2), Good(1100, 1, tier: 2), Good(1400, 1, tier: 0)], Return);

        Assert.Equal(Ms(400), report.DetectedAfter);
    }

    [Fact]
    public void Detected_ZoneLeavesTheListAndTheNextIsTierZero_IsTheFirstCallThere()
    {
        var moved = Steady(1050, 2000, 100).Select(call => call with { Attempts = [call.Attempts[0] with { Zone = "z1", Tier = 0 }] });

        Assert.Equal(Ms(50), ReportOf(Steady(500, 1000, 100).Concat(moved), Crash).DetectedAfter);
    }

    [Fact]
    public void Failback_ServedByTheNextZoneAsTierZero_DidNotHappen()
    {
        var moved = Steady(1050, 9000, 100).Select(call => call with { Attempts = [call.Attempts[0] with { Zone = "z1", Tier = 0 }] });

        Assert.Null(ReportOf(Steady(500, 1000, 100).Concat(moved), Return).StableFailbackAfter);
    }

    [Fact]
    public void Failback_ServedAtHomeForTheQuietPeriod_IsTheEndOfTheLastCallElsewhere()
    {
        var calls = Steady(500, 2000, 100, tier: 1).Append(Good(2500, 7)).Append(Good(3000, 20, tier: 1)).Concat(Steady(3100, 9000, 100));

        Assert.Equal(Ms(2020), ReportOf(calls, Return).StableFailbackAfter);
    }

    [Fact]
    public void Failback_HomeForLessThanTheQuietPeriod_DidNotHappen()
    {
        // The last call elsewhere ends at 3020, the last at home at 8001: 19 ms short.
        var calls = Steady(500, 2000, 100, tier: 1).Append(Good(3000, 20, tier: 1)).Concat(Steady(3100, 8001, 100));

        Assert.Null(ReportOf(calls, Return).StableFailbackAfter);
        Assert.Equal(Ms(2020), ReportOf(calls, Return, new DrillReportOptions { FailbackQuiet = Ms(4981) }).StableFailbackAfter);
    }

    [Fact]
    public void Failback_NeverServedElsewhere_IsZero() =>
        Assert.Equal(TimeSpan.Zero, ReportOf(Steady(1000, 7000, 100), Return).StableFailbackAfter);

    [Fact]
    public void Failback_StillElsewhereAtTheEnd_DidNotHappen() =>
        Assert.Null(ReportOf(Steady(1000, 9000, 100, tier: 1), Return).StableFailbackAfter);

    [Fact]
    public void Failback_NoCallServed_DidNotHappen() =>
        Assert.Null(ReportOf([Call(2000, 10_000, "no endpoint")], Return).StableFailbackAfter);
}
