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
}
