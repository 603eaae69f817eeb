using System.Globalization;

namespace ClientFailover.Consul.Tests;

public sealed class ConsulIndexTests
{
    [Fact]
    public void After_HigherIndex_WaitsOnIt() => Assert.Equal(16UL, Held(13).After("16", stale: false).Value);

    [Fact]
    public void After_SameIndex_KeepsIt() => Assert.Equal(13UL, Held(13).After("13", stale: false).Value);

    [Fact]
    public void After_LowerIndex_BeginsAnew()
    {
        var index = Held(65).After("12", stale: false);

        Assert.False(index.Blocks);
        Assert.Equal(12UL, index.After("12", stale: false).Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("junk")]
    [InlineData("18446744073709551616")]
    public void After_UnusableIndex_BeginsAnew(string? header) => Assert.Equal(ConsulIndex.None, Held(13).After(header, stale: false));

    [Fact]
    public void After_LargestIndex_WaitsOnIt() => Assert.Equal(ulong.MaxValue, ConsulIndex.None.After("18446744073709551615", stale: false).Value);

    [Fact]
    public void AfterFailure_HeldIndex_NextReadAnswersAtOnce()
    {
        var index = Held(65).AfterFailure();

        Assert.False(index.Blocks);
        Assert.Equal(12UL, index.After("12", stale: false).Value);
    }

    [Fact]
    public void After_StaleFollowerBehind_IsLeftAsideUntilItHasCaughtUp()
    {
        var behind = Held(65).After("64", stale: true);
        Assert.True(behind.IsBehind);
        Assert.False(behind.Blocks);

        var caughtUp = behind.After("65", stale: true);
        Assert.False(caughtUp.IsBehind);
        Assert.Equal(65UL, caughtUp.Value);
    }

    [Fact]
    public void After_StaleServerLostItsState_IsBelievedAfterSomeReads()
    {
        var index = Held(65);
        for (var i = 1; i < ConsulIndex.BelievedAfter; i++)
        {
            index = index.After("12", stale: true);
            Assert.True(index.IsBehind);
        }

        index = index.After("12", stale: true);
        Assert.False(index.IsBehind);
        Assert.Equal(12UL, index.Value);
    }

    [Fact]
    public void After_AnyHistory_NeverWaitsAheadOfTheServer()
    {
        var random = new Random(7);
        var index = ConsulIndex.None;
        for (var i = 0; i < 10_000; i++)
        {
            var served = (ulong)random.Next(0, 20);
            index = index.After(served.ToString(CultureInfo.InvariantCulture), stale: random.Next(2) == 0);
            Assert.True(index.Value == served || index.Value == 0, $"read {i} waits on {index.Value} after {served}");
        }
    }

    private static ConsulIndex Held(ulong value) => ConsulIndex.None.After(value.ToString(CultureInfo.InvariantCulture), stale: false);
}
