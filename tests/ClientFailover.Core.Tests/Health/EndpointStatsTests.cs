using FsCheck;
using FsCheck.Fluent;
using static ClientFailover.OutcomeKind;

namespace ClientFailover.Tests;

public sealed class EndpointStatsTests
{
    private static readonly TimeSpan Decay = LatencyPolicy.Default.Decay;
    private static readonly TimeSpan Penalty = LatencyPolicy.Default.FailurePenalty;

    [Fact]
    public void Cost_NoSampleYet_IsExploredByOneCallAndNotByAHerd()
    {
        var stats = new EndpointStats();
        Assert.Equal(0, stats.Cost(At(0), Decay, Penalty));

        stats.Begin();
        Assert.Equal(2 * Penalty.Ticks, stats.Cost(At(0), Decay, Penalty));
    }

    [Fact]
    public void Cost_AfterASuccess_IsItsLatencyTimesTheCallsInFlight()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 20, At(100));
        stats.Begin();
        stats.Begin();

        Assert.Equal(TimeSpan.FromMilliseconds(60).Ticks, stats.Cost(At(100), Decay, Penalty), 1.0);
        Assert.Equal(TimeSpan.FromMilliseconds(60).Ticks * Math.Exp(-1), stats.Cost(At(100) + Decay, Decay, Penalty), 100.0);
    }

    [Theory]
    [InlineData(ConnectFailed)]
    [InlineData(TimedOut)]
    [InlineData(ConnectionLost)]
    [InlineData(ServerError)]
    [InlineData(Overloaded)]
    public void Complete_FailsFast_CostsAtLeastThePenalty(OutcomeKind kind)
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 5, At(0));
        Complete(stats, kind, 1, At(1));

        Assert.Equal(Penalty.Ticks, stats.Cost(At(1), Decay, Penalty), Penalty.Ticks * 1e-3);
    }

    [Fact]
    public void Complete_Cancelled_IsNeutral()
    {
        var stats = new EndpointStats();
        Complete(stats, ServerError, 5, At(0));
        var before = stats.Latency;
        Complete(stats, Cancelled, 5000, At(1));

        Assert.Equal((before, 1, 0), (stats.Latency, stats.ConsecutiveFailures, stats.InFlight));
    }

    [Theory]
    [InlineData(Success, 0, 0)]
    [InlineData(ConnectFailed, 4, 2)]
    [InlineData(TimedOut, 4, 1)] // says nothing about connecting
    [InlineData(ConnectionLost, 4, 1)]
    [InlineData(ServerError, 4, 0)] // came over a connection
    [InlineData(Overloaded, 3, 0)] // an answer, and not a failure that counts
    [InlineData(Cancelled, 3, 1)]
    public void Complete_AfterARun_CountsByKind(OutcomeKind kind, int failures, int connectFailures)
    {
        var stats = new EndpointStats();
        Complete(stats, TimedOut, 1, At(0));
        Complete(stats, TimedOut, 1, At(0));
        Complete(stats, ConnectFailed, 1, At(0));
        Complete(stats, kind, 1, At(1));

        Assert.Equal((failures, connectFailures), (stats.ConsecutiveFailures, stats.ConsecutiveConnectFailures));
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

    [Fact]
    public void Complete_ManyThreads_LosesNoCallAndStaysWithinTheSamples()
    {
        var stats = new EndpointStats();
        Parallel.For(0, 100_000, i => Complete(stats, Success, 1 + (i % 50), At(i / 100.0)));

        Assert.Equal(0, stats.InFlight);
        Assert.InRange(stats.Latency!.Value.Estimate.TotalMilliseconds, 1, 50.001);
    }

    [Fact]
    public void Latency_AnySamples_StaysWithinThem() =>
        Prop.ForAll<NonEmptyArray<PositiveInt>>(samples =>
        {
            var stats = new EndpointStats();
            foreach (var (index, sample) in samples.Get.Index())
            {
                Complete(stats, Success, sample.Get, At(index * 100));
            }

            var estimate = stats.Latency!.Value.Estimate.TotalMilliseconds;
            return estimate >= samples.Get.Min(sample => sample.Get) * 0.999 && estimate <= samples.Get.Max(sample => sample.Get) * 1.001;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Latency_IdleForMonths_HasDecayedAndNotWrapped()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 500, At(0));

        Assert.Equal(0, stats.Cost(new(TimeSpan.FromDays(240).Ticks), Decay, Penalty), 0.001);
    }

    [Fact]
    public void Complete_PeakOfALateThread_DoesNotSetTheTimeBack()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 5, At(20_000));
        Complete(stats, Success, 80, At(10_000));

        Assert.Equal(TimeSpan.FromMilliseconds(80).Ticks, stats.Cost(At(20_000), Decay, Penalty), 1.0);
    }

    [Fact]
    public void BeginAndComplete_AllocateNothing()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 1, At(0));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            Complete(stats, (OutcomeKind)(i % 7), i % 50, At(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool Complete(EndpointStats stats, OutcomeKind kind, double milliseconds, MonotonicTime now)
    {
        stats.Begin();
        return stats.Complete(new(kind, TimeSpan.FromMilliseconds(milliseconds)), now, FailoverPolicy.Default);
    }

    private static MonotonicTime At(double milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds).Ticks);
}
