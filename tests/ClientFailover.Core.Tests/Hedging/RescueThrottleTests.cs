namespace ClientFailover.Tests;

public sealed class RescueThrottleTests
{
    [Fact]
    public void TryTake_NoneWins_StopsAtTheCapacityAndIsEarnedBackByAnswers()
    {
        var throttle = new RescueThrottle();
        Assert.Equal(RescueThrottle.Capacity, Enumerable.Range(0, 100).Count(_ => throttle.TryTake()));

        Succeed(throttle, RescueThrottle.CallsPerToken - 1);
        Assert.False(throttle.TryTake());
        Succeed(throttle, 1);
        Assert.True(throttle.TryTake());
        Assert.False(throttle.TryTake());
    }

    [Fact]
    public void GiveBack_AllWin_NoneIsEverRefused()
    {
        var throttle = new RescueThrottle();
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(throttle.TryTake());
            throttle.GiveBack();
        }

        Assert.Equal(RescueThrottle.Capacity, throttle.Available);
    }

    [Fact]
    public void Succeeded_NeverSavesMoreThanTheCapacity()
    {
        var throttle = new RescueThrottle();
        Succeed(throttle, 100_000);
        Assert.Equal(RescueThrottle.Capacity, throttle.Available);
    }

    [Fact]
    public void TryTake_ManyThreads_NoTokenIsGivenTwice()
    {
        var throttle = new RescueThrottle();
        var taken = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (throttle.TryTake())
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.Equal(RescueThrottle.Capacity, taken);
    }

    private static void Succeed(RescueThrottle throttle, int times)
    {
        for (var i = 0; i < times; i++)
        {
            throttle.Succeeded();
        }
    }
}
