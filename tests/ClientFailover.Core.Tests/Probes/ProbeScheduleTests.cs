namespace ClientFailover.Tests;

public sealed class ProbeScheduleTests
{
    private static readonly ProbePolicy Policy = ProbePolicy.Default with { Mode = ProbeMode.All };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void First_ManyAtOnce_OneInEachSliceOfTheInterval(int count)
    {
        var random = new RandomSource(1);
        var slice = Policy.Interval / count;
        for (var i = 0; i < count; i++)
        {
            var wait = ProbeSchedule.First(ProbeState.Unknown, i, count, MonotonicTime.Zero, Policy, ref random) - MonotonicTime.Zero;
            Assert.InRange(wait, slice * i, slice * (i + 1));
        }
    }

    [Fact]
    public void First_Suspects_ComeWithinTheShortInterval()
    {
        var random = new RandomSource(2);
        for (var i = 0; i < 100; i++)
        {
            var wait = ProbeSchedule.First(ProbeState.Unknown, i, 100, MonotonicTime.Zero, ProbePolicy.Default, ref random) - MonotonicTime.Zero;
            Assert.InRange(wait, TimeSpan.Zero, ProbePolicy.Default.UnhealthyInterval);
        }
    }

    [Fact]
    public void Next_Jitter_IsUsedToTheFull()
    {
        var random = new RandomSource(3);
        var state = ProbeState.Unknown.Apply(ProbeResult.Passed("ok"), MonotonicTime.Zero, Policy);
        var waits = Enumerable.Range(0, 1000).Select(_ => (ProbeSchedule.Next(state, MonotonicTime.Zero, Policy, ref random) - MonotonicTime.Zero).TotalSeconds).ToList();

        Assert.InRange(waits.Min(), 8, 8.05);
        Assert.InRange(waits.Max(), 9.95, 10);
        Assert.InRange(waits.Average(), 8.9, 9.1);
    }

    [Fact]
    public void IntervalOf_FirstFailure_IsAlreadyTheShortOne()
    {
        var state = ProbeState.Unknown.Apply(ProbeResult.Passed("ok"), MonotonicTime.Zero, Policy);
        Assert.Equal(Policy.Interval, ProbeSchedule.IntervalOf(state, Policy));

        state = state.Apply(ProbeResult.Failed("cannot connect"), MonotonicTime.Zero, Policy);
        Assert.Equal(ProbeVerdict.Passed, state.Verdict);
        Assert.Equal(Policy.UnhealthyInterval, ProbeSchedule.IntervalOf(state, Policy));
    }
}
