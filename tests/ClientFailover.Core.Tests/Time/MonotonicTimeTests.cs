namespace ClientFailover.Tests;

public sealed class MonotonicTimeTests
{
    [Fact]
    public void Add_BeyondTheEnds_SaturatesInsteadOfWrapping()
    {
        Assert.Equal(new(long.MaxValue), new MonotonicTime(5) + TimeSpan.MaxValue);
        Assert.Equal(new(long.MinValue), new MonotonicTime(-5) + TimeSpan.MinValue);
        Assert.Equal(new(10), new MonotonicTime(-5) + new TimeSpan(15));
        Assert.Equal(new(-10), new MonotonicTime(5) + new TimeSpan(-15));
    }

    [Fact]
    public void Compare_Times_GoesByTheirOrder()
    {
        var (early, late) = (new MonotonicTime(1), new MonotonicTime(2));

        Assert.True(early < late && late > early && early <= late && late >= early);
        Assert.Equal((TimeSpan.FromTicks(1), -1), (late - early, early.CompareTo(late)));
    }
}
