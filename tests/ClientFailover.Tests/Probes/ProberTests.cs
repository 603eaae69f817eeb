using ClientFailover.Tests.Shared;
using static ClientFailover.ProbeVerdict;

namespace ClientFailover.Tests;

public sealed class ProberTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Probes_ThousandEndpoints_AllWithinEachIntervalAndSpreadEvenly()
    {
        await using var fixture = new ProberFixture();
        await fixture.ProbeAsync(ProberFixture.All, [.. Enumerable.Range(1, 1000)]);
        await fixture.PassAsync(10 * Second);

        Assert.Equal(1000, fixture.Probe.Probes.DistinctBy(probe => probe.Index).Count());
        var perSecond = fixture.Probe.Probes.Where(probe => probe.At.Ticks < 8 * TimeSpan.TicksPerSecond).CountBy(probe => probe.At.Ticks / TimeSpan.TicksPerSecond).ToList();
        Assert.Equal(8, perSecond.Count);
        Assert.All(perSecond, second => Assert.InRange(second.Value, 90, 110));
        Assert.InRange(fixture.Probe.MostAtOnce, 1, 12); // what falls due in 50 ms begins together

        await fixture.PassAsync(20 * Second);
        foreach (var probes in fixture.Probe.Probes.GroupBy(probe => probe.Index))
        {
            var times = probes.Select(probe => probe.At).ToList();
            Assert.InRange(times.Count, 3, 4);
            Assert.All(times.Zip(times.Skip(1), (one, next) => next - one), pause => Assert.InRange(pause, 7.9 * Second, 10.05 * Second)); // steps of 10 ms, and up to 50 ms early
        }

        Assert.All(fixture.Prober.Report.States.Values, state => Assert.Equal(Passed, state.Verdict));
    }

    [Fact]
    public async Task Probes_ThousandThatHang_NeverMoreThanTheBoundAndEachKeepsGettingItsTurn()
    {
        await using var fixture = new ProberFixture();
        fixture.Probe.Answer = (_, stop) => fixture.Probe.HangAsync(stop);
        await fixture.ProbeAsync(ProberFixture.All, [.. Enumerable.Range(1, 1000)]);
        await fixture.PassAsync(60 * Second, () => fixture.Prober.Running <= Prober.DefaultConcurrency && fixture.Prober.Running == fixture.Probe.Hanging);

        // 64 a second: an endpoint's turn comes every 16 s.
        Assert.InRange(fixture.Probe.MostAtOnce, Prober.DefaultConcurrency, 2 * Prober.DefaultConcurrency); // cancelled ones take a moment to end
        var last = fixture.Probe.Probes.Where(probe => probe.At.Ticks >= 40 * TimeSpan.TicksPerSecond).ToList();
        Assert.Equal(1000, last.DistinctBy(probe => probe.Index).Count());
        Assert.InRange(last.Count, 1000, 21 * Prober.DefaultConcurrency);
    }

    [Fact]
    public async Task Verdict_OfOneThatDiesAndReturns_FollowsTheThresholdsAndIsTold()
    {
        await using var fixture = new ProberFixture();
        await fixture.ProbeAsync(ProberFixture.All, 1, 2);
        await fixture.PassAsync(10 * Second);
        Assert.Equal([Passed, Passed], fixture.Transitions.Select(one => one.State.Verdict));

        fixture.Probe.Answer = (index, _) => Task.FromResult(index == 1 ? ProbeResult.Failed("cannot connect") : ProbeResult.Passed("ok"));
        await fixture.PassAsync(15 * Second); // the first failure within 10 s, two more at the short interval
        var failed = fixture.Transitions[^1];
        Assert.Equal((1, (ProbeVerdict?)Passed, (ProbeVerdict?)Failed, 3), (failed.Identity.Address.Port, failed.From, failed.State.Verdict, failed.State.ConsecutiveFailures));
        Assert.Equal((Failed, Passed), (fixture.StateOf(1).Verdict, fixture.StateOf(2).Verdict));

        fixture.Probe.Answer = static (_, _) => Task.FromResult(ProbeResult.Passed("ok"));
        await fixture.PassAsync(5 * Second);
        Assert.Equal((Failed, Passed), (fixture.Transitions[^1].From!.Value, fixture.Transitions[^1].State.Verdict));
        Assert.Equal(4, fixture.Transitions.Count);
        Assert.Equal(
            ["orders: the probes of 10.0.0.1:1 fail (3 in a row): cannot connect.", "orders: the probes of 10.0.0.1:1 now say Passed: ok."],
            fixture.Log.Entries.Select(entry => entry.Message)); // that nobody has ever doubted an endpoint is no news
    }

    [Fact]
    public async Task Verdict_OfASuspect_NeedsNoLongerThanTheShortIntervalForEachPass()
    {
        await using var fixture = new ProberFixture();
        await fixture.ProbeAsync(ProbePolicy.Default, 1);
        await fixture.PassAsync(4 * Second);

        Assert.Equal((Passed, 2), (fixture.StateOf(1).Verdict, fixture.StateOf(1).ConsecutivePasses));
    }

    [Fact]
    public async Task Probe_ThatHangs_IsCutByTheTimeoutAndCancelled()
    {
        await using var fixture = new ProberFixture();
        fixture.Probe.Answer = (index, stop) => index == 1 ? fixture.Probe.HangAsync(stop) : Task.FromResult(ProbeResult.Passed("ok"));
        await fixture.ProbeAsync(ProberFixture.All with { UnhealthyThreshold = 1 }, 1, 2);
        await fixture.PassAsync(11 * Second);

        var cut = fixture.Transitions.Single(one => one.Identity.Address.Port == 1).State;
        Assert.Equal((Failed, "no answer within 1 s", Second), (cut.Verdict, cut.Last.Reason, cut.Last.Latency));
        Assert.Equal(Passed, fixture.StateOf(2).Verdict); // not held up by its neighbour
        await Eventually.HoldsAsync(() => fixture.Probe.Running <= 1, () => "A cut probe goes on.");
    }

    [Fact]
    public async Task Probe_TimeoutAboveTheInterval_EachCutCountsOnce()
    {
        await using var fixture = new ProberFixture();
        fixture.Probe.Answer = (_, stop) => fixture.Probe.HangAsync(stop);
        await fixture.ProbeAsync(ProbePolicy.Default with { UnhealthyInterval = TimeSpan.FromMilliseconds(100) }, 1);
        await fixture.PassAsync(10 * Second);

        Assert.InRange(fixture.StateOf(1).ConsecutiveFailures, 8, 10);
        Assert.Equal("no answer within 1 s", fixture.StateOf(1).Last.Reason);
    }

    [Fact]
    public async Task Probe_ThatThrows_HasFailedInItsOwnWords()
    {
        await using var fixture = new ProberFixture();
        fixture.Probe.Answer = static (_, _) => throw new InvalidOperationException("no such column");
        await fixture.ProbeAsync(ProberFixture.All, 1);
        await fixture.PassAsync(15 * Second);

        Assert.Equal((Failed, "InvalidOperationException: no such column"), (fixture.StateOf(1).Verdict, fixture.StateOf(1).Last.Reason));
    }

    [Fact]
    public async Task Probe_ThatIgnoresItsCancellation_FailsAndIsNotPiledUp()
    {
        await using var fixture = new ProberFixture();
        var release = new TaskCompletionSource<ProbeResult>();
        fixture.Probe.Answer = (_, _) => fixture.Probe.HangAsync(release.Task);
        await fixture.ProbeAsync(ProberFixture.All, 1);
        await fixture.PassAsync(30 * Second, () => fixture.Prober.Running <= fixture.Probe.Hanging);

        Assert.Equal(Failed, fixture.StateOf(1).Verdict);
        Assert.Contains("ignores its cancellation", fixture.StateOf(1).Last.Reason, StringComparison.Ordinal);
        Assert.Single(fixture.Probe.Probes);

        release.SetResult(ProbeResult.Passed("late")); // what it says now is not heard, but it is asked again
        await Eventually.HoldsAsync(() => fixture.Probe.Running == 0, () => "The probe has not ended.");
        await fixture.PassAsync(4 * Second);
        Assert.Equal((Passed, "late"), (fixture.StateOf(1).Verdict, fixture.StateOf(1).Last.Reason));
    }

    [Fact]
    public async Task Update_EndpointLeaves_ItsProbeIsCancelledAndItsStateForgotten()
    {
        await using var fixture = new ProberFixture();
        fixture.Probe.Answer = (index, stop) => index == 1 ? fixture.Probe.HangAsync(stop) : Task.FromResult(ProbeResult.Passed("ok"));
        await fixture.ProbeAsync(ProbePolicy.Default with { Timeout = TimeSpan.FromHours(1) }, 1, 2);
        await fixture.PassAsync(4 * Second);
        Assert.Equal((1, 1), (fixture.Prober.Running, fixture.Probe.Running));

        await fixture.ProbeAsync(ProbePolicy.Default, 2, 3);
        await Eventually.HoldsAsync(() => fixture.Prober.Running + fixture.Probe.Running == 0, () => "The probe of one that left goes on.");
        Assert.Equal(Passed, fixture.StateOf(2).Verdict); // what is known of one that stays is kept
        Assert.Null(fixture.StateOf(1).Verdict);
    }

    [Fact]
    public async Task Update_PolicyChangesAllTheTime_NobodyIsPutOff()
    {
        await using var fixture = new ProberFixture();
        await fixture.ProbeAsync(ProberFixture.All, 1, 2, 3);
        for (var i = 0; i < 10; i++)
        {
            fixture.Prober.Update(ProberFixture.Endpoints(1, 2, 3), ProberFixture.All with { HealthyThreshold = i + 1 });
            await fixture.PassAsync(Second);
        }

        Assert.Equal(3, fixture.Probe.Probes.DistinctBy(probe => probe.Index).Count());
    }

    [Fact]
    public async Task Listener_ThatThrows_DoesNotEndTheProbing()
    {
        await using var fixture = new ProberFixture();
        fixture.Listener = static _ => throw new InvalidOperationException("a fault of the listener");
        await fixture.ProbeAsync(ProberFixture.All, 1, 2);
        await fixture.PassAsync(25 * Second);

        Assert.Equal(2, fixture.Transitions.Count);
        Assert.InRange(fixture.Probe.Probes.Count, 4, 6);
        Assert.All(fixture.Log.Entries, entry => Assert.Equal("orders: a fault in the prober; probing goes on. Please report this.", entry.Message));
    }

    [Fact]
    public async Task Listener_WhenCalled_FindsTheReportUpToDate()
    {
        await using var fixture = new ProberFixture();
        ProbeVerdict? seen = null;
        fixture.Listener = transition => seen = fixture.StateOf(transition.Identity.Address.Port).Verdict;
        await fixture.ProbeAsync(ProberFixture.All, 1);
        await fixture.PassAsync(10 * Second);

        Assert.Equal(Passed, seen);
    }

    [Theory]
    [InlineData(ProbeMode.Off, 3)]
    [InlineData(ProbeMode.Suspects, 0)]
    public async Task Update_NobodyToProbe_NoTimerIsSet(ProbeMode mode, int endpoints)
    {
        await using var fixture = new ProberFixture();
        await fixture.ProbeAsync(ProberFixture.All, 1);
        Assert.Equal(1, fixture.Time.ActiveTimers);
        fixture.Prober.Update(ProberFixture.Endpoints(Enumerable.Range(1, endpoints)), ProbePolicy.Default with { Mode = mode });

        await Eventually.HoldsAsync(() => fixture.Time.ActiveTimers == 0, () => $"{fixture.Time.ActiveTimers} timers are set.");
        Assert.Empty(fixture.Prober.Report.States);
    }

    [Fact]
    public async Task Dispose_WithProbesUnderWay_CancelsThemAndLeavesNoTimer()
    {
        var fixture = new ProberFixture();
        fixture.Probe.Answer = (_, stop) => fixture.Probe.HangAsync(stop);
        await fixture.ProbeAsync(ProbePolicy.Default with { Timeout = TimeSpan.FromHours(1) }, 1, 2, 3);
        await fixture.PassAsync(2 * Second);
        await Eventually.HoldsAsync(() => fixture.Probe.Running == 3, () => $"{fixture.Probe.Running} probes are under way.");

        await fixture.DisposeAsync();
        Assert.Equal(0, fixture.Time.ActiveTimers);
        await Eventually.HoldsAsync(() => fixture.Probe.Running == 0, () => "A probe goes on.");
    }
}
