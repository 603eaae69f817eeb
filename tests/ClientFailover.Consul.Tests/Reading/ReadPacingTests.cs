namespace ClientFailover.Consul.Tests;

public sealed class ReadPacingTests
{
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void AfterAnswer_AfterAQuietTime_DoesNotPause() =>
        Assert.Equal(TimeSpan.Zero, ReadPacing.AfterAnswer(TimeSpan.FromSeconds(20), canWait: true, Floor));

    [Fact]
    public void AfterAnswer_AtOnce_PausesForTheRestOfTheInterval() =>
        Assert.Equal(TimeSpan.FromMilliseconds(70), ReadPacing.AfterAnswer(TimeSpan.FromMilliseconds(30), canWait: true, Floor));

    [Fact]
    public void AfterAnswer_WithoutIndex_Polls() =>
        Assert.Equal(ReadPacing.PollInterval, ReadPacing.AfterAnswer(TimeSpan.Zero, canWait: false, Floor));

    [Theory]
    [InlineData(1, 250)]
    [InlineData(2, 500)]
    [InlineData(4, 2000)]
    [InlineData(7, 10000)]
    [InlineData(5000, 10000)]
    public void AfterFailure_LongestPause_DoublesUpToTheCap(int failures, double milliseconds) =>
        Assert.Equal(milliseconds, ReadPacing.AfterFailure(failures, Settings(), 1).TotalMilliseconds, 3);

    [Fact]
    public void AfterFailure_SmallRandom_KeepsTheFloor() => Assert.Equal(Floor, ReadPacing.AfterFailure(9, Settings(), 0));

    [Fact]
    public void AfterFailure_Random_IsAShareOfThePauseAboveTheFloor() =>
        Assert.Equal(5050, ReadPacing.AfterFailure(20, Settings(), 0.5).TotalMilliseconds, 3);

    private static ConsulSettings Settings() => ConsulSettings.From(new ConsulOptions(), static _ => null);
}
