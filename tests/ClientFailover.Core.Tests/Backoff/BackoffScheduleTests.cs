using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class BackoffScheduleTests
{
    [Theory]
    [InlineData(1, 25)]
    [InlineData(2, 50)]
    [InlineData(3, 100)]
    [InlineData(6, 800)]
    [InlineData(7, 1000)]
    [InlineData(1000, 1000)]
    [InlineData(int.MaxValue, 1000)]
    public void Delay_Default_DoublesUpToTheMaximum(int retry, int milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), BackoffSchedule.Delay(AttemptPolicy.Default, retry, 1));
        Assert.Equal(TimeSpan.Zero, BackoffSchedule.Delay(AttemptPolicy.Default, retry, 0));
    }

    [Fact]
    public void Delay_AnyRetryAndRandom_IsWithinItsBounds() =>
        Prop.ForAll<PositiveInt, byte>((retry, random) =>
        {
            var delay = BackoffSchedule.Delay(AttemptPolicy.Default, retry.Get, random / 255.0);
            return delay >= TimeSpan.Zero && delay <= AttemptPolicy.Default.BackoffMax;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Delay_RetryBelowOne_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BackoffSchedule.Delay(AttemptPolicy.Default, 0, 0.5));

    [Theory]
    [InlineData(1, 1, 250)]
    [InlineData(2, 1, 500)]
    [InlineData(3, 0.5, 550)]
    [InlineData(7, 1, 10_000)]
    [InlineData(int.MaxValue, 0.5, 5050)]
    [InlineData(9, 0, 100)]
    [InlineData(1, 0.1, 115)]
    public void Delay_OfALoop_DoublesFromTheFirstToTheMaximumAboveTheFloor(int failures, double random, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), BackoffSchedule.Delay(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), failures, random));

    [Fact]
    public void Delay_OfALoopWithoutFailures_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BackoffSchedule.Delay(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.Zero, 0, 0.5));
}
