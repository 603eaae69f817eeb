namespace ClientFailover.Tests;

public sealed class PatienceTests
{
    private static readonly HedgingPolicy Policy = HedgingPolicy.Default;

    [Theory]
    [InlineData(10, 250)] // the least
    [InlineData(200, 600)] // 3 x p99
    public void Of_Rescue_WaitsForThreeTimesTheP99(int milliseconds, int expected)
    {
        var patience = Patience.Of(Answers(milliseconds), Policy);

        Assert.InRange(patience.Hedge.TotalMilliseconds, expected, expected * 1.126);
        Assert.Equal(patience.Hedge, patience.Silence);
    }

    [Fact]
    public void Of_Latency_WaitsForTheQuantileAndJudgesAsARescueWould()
    {
        var patience = Patience.Of(Answers(10), Policy with { Mode = HedgingMode.Latency });

        Assert.InRange(patience.Hedge.TotalMilliseconds, 10, 11.3);
        Assert.Equal(TimeSpan.FromMilliseconds(250), patience.Silence);
    }

    [Fact]
    public void Of_Off_NeverHedgesButKnowsASilence()
    {
        var patience = Patience.Of(Answers(10), Policy with { Mode = HedgingMode.Off });

        Assert.Equal((TimeSpan.MaxValue, TimeSpan.FromMilliseconds(250)), (patience.Hedge, patience.Silence));
    }

    [Fact]
    public void Of_TooLittleKnown_IsEndless() => Assert.Equal(Patience.Endless, Patience.Of(new(), Policy));

    [Fact]
    public void Estimator_AskedAgain_LooksOnceASecondAndSoonerWhileNothingIsKnown()
    {
        var estimator = new PatienceEstimator();
        Assert.Equal(Patience.Endless, estimator.At(At(0), Policy));
        for (var i = 0; i < 20; i++)
        {
            estimator.Latency.Record(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(Patience.Endless, estimator.At(At(0.01), Policy));
        Assert.Equal(TimeSpan.FromMilliseconds(250), estimator.At(At(0.02), Policy).Hedge);
        for (var i = 0; i < 20; i++)
        {
            estimator.Latency.Record(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(250), estimator.At(At(1), Policy).Hedge);
        Assert.InRange(estimator.At(At(1.02), Policy).Hedge.TotalSeconds, 3, 3.4);
    }

    [Theory]
    [InlineData(249, null, OutcomeKind.Cancelled)] // not long enough
    [InlineData(250, null, OutcomeKind.Silent)]
    [InlineData(260, 10, OutcomeKind.Silent)] // another endpoint answered the same in 10 ms
    [InlineData(2000, 700, OutcomeKind.Cancelled)] // the request takes long everywhere
    [InlineData(2100, 700, OutcomeKind.Silent)]
    public void SilenceRule_Waited_IsComparedWithTheServiceAndTheWinner(int waited, int? winner, OutcomeKind expected) =>
        Assert.Equal(expected, SilenceRule.Of(TimeSpan.FromMilliseconds(waited), TimeSpan.FromMilliseconds(250), winner is { } took ? TimeSpan.FromMilliseconds(took) : null));

    private static LatencyQuantiles Answers(int milliseconds)
    {
        var latency = new LatencyQuantiles();
        for (var i = 0; i < 100; i++)
        {
            latency.Record(TimeSpan.FromMilliseconds(milliseconds));
        }

        return latency;
    }

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
