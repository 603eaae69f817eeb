namespace ClientFailover.Tests;

public sealed class LatencyQuantilesTests
{
    [Fact]
    public void Quantile_FewAnswers_SaysNothing()
    {
        var latency = new LatencyQuantiles();
        for (var i = 1; i < LatencyQuantiles.Enough; i++)
        {
            latency.Record(TimeSpan.FromMilliseconds(10));
            Assert.Null(latency.Quantile(0.99));
        }

        latency.Record(TimeSpan.FromMilliseconds(10));
        Assert.NotNull(latency.Quantile(0.99));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void Quantile_AnyLatencies_IsWithinAnEighthAboveTheExactOne(double share)
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var latency = new LatencyQuantiles();
            var samples = Enumerable.Range(0, 500).Select(_ => TimeSpan.FromMilliseconds(0.2 * Math.Exp(12 * random.NextDouble()))).ToList(); // 0.2 ms to 32 s
            samples.ForEach(latency.Record);
            var exact = samples.Order().ElementAt((int)Math.Ceiling(samples.Count * share) - 1);

            Assert.InRange(latency.Quantile(share)!.Value, exact, exact * 1.126);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(long.MaxValue)]
    public void Record_OutOfRange_IsCountedAtTheEnd(long ticks)
    {
        var latency = new LatencyQuantiles();
        for (var i = 0; i < 20; i++)
        {
            latency.Record(new(ticks));
        }

        var quantile = latency.Quantile(0.5)!.Value;
        Assert.True(ticks > 0 ? quantile > TimeSpan.FromSeconds(100) : quantile < TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Age_BusyService_ForgetsWithinTwentySeconds()
    {
        var latency = new LatencyQuantiles();
        Fill(latency, 0, 10, milliseconds: 1000);
        Fill(latency, 10, 21, milliseconds: 10);

        Assert.InRange(latency.Quantile(0.99)!.Value.TotalMilliseconds, 10, 11.3);
    }

    [Fact]
    public void Age_QuietService_IsRememberedForMinutes()
    {
        var latency = new LatencyQuantiles();
        for (var second = 0; second < 240; second += 10)
        {
            latency.Age(At(second));
            latency.Record(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(latency.Quantile(0.99)!.Value.TotalMilliseconds, 10, 11.3);
    }

    [Fact]
    public void Age_IdleForLong_ForgetsAll()
    {
        var latency = new LatencyQuantiles();
        Fill(latency, 0, 5, milliseconds: 10);
        latency.Age(At(3600));

        Assert.Null(latency.Quantile(0.99));
    }

    [Fact]
    public void Record_ManyThreads_CountsAll()
    {
        var latency = new LatencyQuantiles();
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                latency.Record(TimeSpan.FromMilliseconds(i < 9_900 ? 1 : 100));
            }
        });

        Assert.InRange(latency.Quantile(0.98)!.Value.TotalMilliseconds, 1, 1.13);
        Assert.InRange(latency.Quantile(0.995)!.Value.TotalMilliseconds, 100, 113);
    }

    [Fact]
    public void Record_Always_AllocatesNothing()
    {
        var latency = new LatencyQuantiles();
        latency.Record(TimeSpan.FromMilliseconds(1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            latency.Record(TimeSpan.FromMilliseconds(i));
            latency.Age(At(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Fill(LatencyQuantiles latency, int from, int to, int milliseconds)
    {
        for (var second = from; second < to; second++)
        {
            latency.Age(At(second));
            for (var i = 0; i < 100; i++)
            {
                latency.Record(TimeSpan.FromMilliseconds(milliseconds));
            }
        }
    }

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
