namespace ClientFailover.Tests;

public sealed class RateWindowTests
{
    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);

    [Fact]
    public void Sum_AsTimeGoesOn_LetsGoOfHalfASpanAtATime()
    {
        var window = new RateWindow(TimeSpan.FromSeconds(10));
        window.Add(succeeded: true, At(0));
        window.Add(succeeded: false, At(4));
        window.Add(succeeded: false, At(6));

        Assert.Equal(new RateSample(1, 3), window.Sum(At(9)));
        Assert.Equal(new RateSample(0, 1), window.Sum(At(10)));
        Assert.Equal(default, window.Sum(At(15)));
    }

    [Fact]
    public void Sum_LongAfter_IsEmpty()
    {
        var window = new RateWindow(TimeSpan.FromSeconds(10));
        window.Add(succeeded: true, At(3));

        Assert.Equal(default, window.Sum(At(1000)));
        window.Add(succeeded: false, At(999)); // a clock that was read earlier
        Assert.Equal(new RateSample(0, 1), window.Sum(At(1000)));
    }
}
