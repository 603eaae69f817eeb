using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class EjectionTimeTests
{
    private static readonly OutlierDetectionPolicy Policy = OutlierDetectionPolicy.Default;

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 120)]
    [InlineData(4, 240)]
    [InlineData(5, 300)]
    [InlineData(int.MaxValue, 300)]
    public void Of_NoJitter_DoublesByCountUpToTheMaximum(int count, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), EjectionTime.Of(count, Policy, 0));

    [Fact]
    public void Of_MaximumBelowTheBase_IsTheBase() =>
        Assert.Equal(TimeSpan.FromSeconds(30), EjectionTime.Of(3, Policy with { MaxEjectionTime = TimeSpan.FromSeconds(1) }, 0));

    [Fact]
    public void Of_HalfTheRandom_IsLongerByHalfTheJitter() => Assert.Equal(TimeSpan.FromSeconds(33), EjectionTime.Of(1, Policy, 0.5));

    [Fact]
    public void Of_AnyCountAndRandom_IsWithinTheJitter() =>
        Prop.ForAll<PositiveInt, byte>((count, random) =>
        {
            var least = EjectionTime.Of(count.Get, Policy, 0);
            var time = EjectionTime.Of(count.Get, Policy, random / 256.0);
            return least >= Policy.BaseEjectionTime && least <= Policy.MaxEjectionTime && time >= least && time < least * 1.2;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Of_CountBelowOne_Throws(int count) => Assert.Throws<ArgumentOutOfRangeException>(() => EjectionTime.Of(count, Policy, 0));
}
