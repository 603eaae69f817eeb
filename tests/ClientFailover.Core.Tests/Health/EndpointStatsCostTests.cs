using FsCheck;
using FsCheck.Fluent;
using static ClientFailover.OutcomeKind;
using static ClientFailover.Tests.EndpointStatsTests;

namespace ClientFailover.Tests;

/// <summary>What an endpoint costs to call, by the latency that it has shown and by its failures.</summary>
public sealed class EndpointStatsCostTests
{
    private static readonly TimeSpan Decay = LatencyPolicy.Default.Decay;
    private static readonly TimeSpan Penalty = LatencyPolicy.Default.FailurePenalty;

    [Fact]
    public void StartAfresh_OneCallAtATimeShowsWhatItIs()
    {
        var stats = new EndpointStats();
        var now = new MonotonicTime(TimeSpan.TicksPerMinute);
        stats.Begin(default);
        stats.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(10)), now, FailoverPolicy.Default);
        now += TimeSpan.FromMinutes(1); // ejected meanwhile
        stats.StartAfresh(now);

        Assert.Equal(0, stats.Cost(now, LatencyPolicy.Default));
        stats.Begin(now);
        Assert.True(stats.Cost(now, LatencyPolicy.Default) >= LatencyPolicy.Default.FailurePenalty.Ticks);
        stats.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(10)), now, FailoverPolicy.Default);
        Assert.InRange(stats.Cost(now, LatencyPolicy.Default), 1, TimeSpan.TicksPerSecond);
    }

    [Fact]
    public void Answer_OfAnExploration_LetsOthersCome()
    {
        var stats = new EndpointStats();
        var now = new MonotonicTime(TimeSpan.TicksPerMinute);
        stats.Begin(now);
        Assert.True(stats.Cost(now, LatencyPolicy.Default) >= LatencyPolicy.Default.FailurePenalty.Ticks);

        stats.Answer(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(10)), now, FailoverPolicy.Default);

        Assert.InRange(stats.Cost(now, LatencyPolicy.Default), 1, TimeSpan.TicksPerSecond);
    }

    [Theory]
    [InlineData(0, 0.6)] // the pause of one failure is 0.5 s
    [InlineData(20, 20.1)]
    [InlineData(300, 30.1)] // at most MaxFailurePause
    public void Cost_RetryAfter_LastsAsLongAsWasAsked(double asked, double over)
    {
        var stats = new EndpointStats();
        var begin = new MonotonicTime(TimeSpan.TicksPerMinute);
        stats.Begin(default);
        stats.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(10)), begin, FailoverPolicy.Default);
        stats.Begin(default);
        stats.Complete(new(OutcomeKind.Unavailable, TimeSpan.Zero) { RetryAfter = TimeSpan.FromSeconds(asked) }, begin, FailoverPolicy.Default);

        Assert.Equal(LatencyPolicy.Default.FailurePenalty.Ticks, stats.Cost(begin + TimeSpan.FromSeconds(over - 0.2), LatencyPolicy.Default));
        Assert.InRange(stats.Cost(begin + TimeSpan.FromSeconds(over), LatencyPolicy.Default), 0, TimeSpan.TicksPerSecond);
    }

    [Fact]
    public void Cost_NoSampleYet_IsExploredByOneCallAndNotByAHerd()
    {
        var stats = new EndpointStats();
        Assert.Equal(0, stats.Cost(At(0), LatencyPolicy.Default));

        stats.Begin(default);
        Assert.Equal(2 * Penalty.Ticks, stats.Cost(At(0), LatencyPolicy.Default));
    }

    [Fact]
    public void Cost_AfterASuccess_IsItsLatencyTimesTheCallsInFlight()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 20, At(100));
        stats.Begin(default);
        stats.Begin(default);

        Assert.Equal(TimeSpan.FromMilliseconds(60).Ticks, stats.Cost(At(100), LatencyPolicy.Default), 1.0);
        Assert.Equal(TimeSpan.FromMilliseconds(60).Ticks * Math.Exp(-1), stats.Cost(At(100) + Decay, LatencyPolicy.Default), 100.0);
    }

    [Theory]
    [InlineData(ConnectFailed)]
    [InlineData(TimedOut)]
    [InlineData(ConnectionLost)]
    [InlineData(ServerError)]
    [InlineData(Overloaded)]
    [InlineData(GatewayError)]
    [InlineData(Unavailable)]
    public void Complete_FailsFast_CostsAtLeastThePenalty(OutcomeKind kind)
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 5, At(0));
        Complete(stats, kind, 1, At(1));

        Assert.Equal(Penalty.Ticks, stats.Cost(At(1), LatencyPolicy.Default), Penalty.Ticks * 1e-3);
    }

    [Fact]
    public void Cost_AfterFailures_IsThePenaltyForAPauseThatDoublesThenOneCallMayTry()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 5, At(0));
        var now = 0.0;
        foreach (var pause in new[] { 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000 })
        {
            Complete(stats, Unavailable, 1, At(now));
            Assert.Equal(Penalty.Ticks, stats.Cost(At(now), LatencyPolicy.Default));
            Assert.Equal(Penalty.Ticks, stats.Cost(At(now + pause - 10), LatencyPolicy.Default));
            Assert.InRange(stats.Cost(At(now + pause), LatencyPolicy.Default), 0, TimeSpan.FromMilliseconds(5).Ticks);
            stats.Begin(At(now + pause));
            Assert.Equal(2 * Penalty.Ticks, stats.Cost(At(now + pause), LatencyPolicy.Default)); // it is being tried: no second call
            stats.Complete(new(Cancelled, default), At(now), FailoverPolicy.Default);
            now += pause;
        }

        Complete(stats, Success, 5, At(now));
        Complete(stats, ServerError, 5, At(now));
        Assert.InRange(stats.Cost(At(now + 500), LatencyPolicy.Default), 0, TimeSpan.FromMilliseconds(5).Ticks); // a new run
    }

    [Fact]
    public void Cost_AfterAFailureWhileCallsHang_IsTriedByOneCallAllTheSame()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 5, At(0));
        for (var i = 0; i < 50; i++)
        {
            stats.Begin(At(0)); // long polls, or streams: they are not trying anything out
        }

        Complete(stats, ConnectFailed, 1, At(100));
        Assert.Equal(51 * Penalty.Ticks, stats.Cost(At(100), LatencyPolicy.Default));
        Assert.InRange(stats.Cost(At(600), LatencyPolicy.Default), 0, TimeSpan.FromMilliseconds(5).Ticks);

        stats.Begin(At(600));
        Assert.Equal(52 * Penalty.Ticks, stats.Cost(At(600), LatencyPolicy.Default));
        Assert.Equal(52 * Penalty.Ticks, stats.Cost(At(30_500), LatencyPolicy.Default));
        Assert.InRange(stats.Cost(At(30_610), LatencyPolicy.Default), 0, TimeSpan.FromMilliseconds(5).Ticks); // it takes too long
    }

    [Fact]
    public void Latency_IsLearnedFromSuccessesAlone()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 5, At(0));
        var before = stats.Latency;
        foreach (var kind in Enum.GetValues<OutcomeKind>().Except([Success]))
        {
            Complete(stats, kind, 9000, At(1));
        }

        Assert.Equal(before, stats.Latency);
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

        Assert.Equal(0, stats.Cost(new(TimeSpan.FromDays(240).Ticks), LatencyPolicy.Default), 0.001);
    }

    [Fact]
    public void Complete_PeakOfALateThread_DoesNotSetTheTimeBack()
    {
        var stats = new EndpointStats();
        Complete(stats, Success, 5, At(20_000));
        Complete(stats, Success, 80, At(10_000));

        Assert.Equal(TimeSpan.FromMilliseconds(80).Ticks, stats.Cost(At(20_000), LatencyPolicy.Default), 1.0);
    }
}
