using FsCheck;
using FsCheck.Fluent;
using static ClientFailover.TargetStanding;

namespace ClientFailover.Core.Tests;

public sealed class ServingTargetTests
{
    private static readonly FailbackPolicy Policy = new() { HoldDown = TimeSpan.FromSeconds(30), Jitter = 0.5 };

    [Fact]
    public void Next_FirstIsUsable_ServesAtOnce() => Assert.Equal(0, Run((0, Usable, Pending)).Index);

    [Fact]
    public void Next_FirstIsPending_IsWaitedFor() => Assert.Null(Run((0, Pending, Usable)).Index);

    [Fact]
    public void Next_NobodyIsUsable_LeavesAllAsItWas()
    {
        Assert.Null(Run((0, Unusable, Unusable)).Index);
        Assert.Equal(1, Run((0, Unusable, Usable), (1, Unusable, Unusable)).Index);
    }

    [Theory]
    [InlineData(31, 1)] // came back at 2: 30 seconds would be over at 32, and the jitter of 0.5 x 0.5 adds 7.5
    [InlineData(39, 1)]
    [InlineData(39.5, 0)]
    public void Next_EarlierIsBack_IsReturnedToAfterTheHoldDownAndItsJitter(double second, int serving) =>
        Assert.Equal(serving, Run((0, Usable, Pending), (1, Unusable, Usable), (2, Usable, Usable), (second, Usable, Usable)).Index);

    [Fact]
    public void Next_EarlierFlaps_TheHoldDownBeginsAnew()
    {
        (double, TargetStanding, TargetStanding)[] flaps =
            [(0, Unusable, Usable), .. Enumerable.Range(1, 20).Select(i => (i * 20.0, i % 2 == 0 ? Unusable : Usable, Usable))];

        Assert.Equal(1, Run(flaps).Index);
    }

    [Fact]
    public void Next_TheOneThatServesIsLost_AnEarlierOneNeedNotWait() => Assert.Equal(0, Run((0, Unusable, Usable), (1, Usable, Usable), (2, Usable, Unusable)).Index);

    [Fact]
    public void NextChange_EarlierIsBack_IsWhenItIsReturnedTo()
    {
        Assert.Null(Run((0, Unusable, Usable)).NextChange);
        Assert.Null(Run((0, Usable, Usable)).NextChange);
        Assert.Equal(At(39.5), Run((0, Unusable, Usable), (2, Usable, Usable)).NextChange);
    }

    /// <summary>Whatever happens: who serves can, if anybody can and nobody before them is still being asked; and without a loss traffic moves only towards the front.</summary>
    [Fact]
    public void Next_AnyHistory_ServesWhoeverCanAndMovesOnlyForward()
    {
        var standing = Gen.Elements(Usable, Unusable);
        var round = Gen.Zip(Gen.ListOf(standing, 4), Gen.Choose(0, 60));
        Prop.ForAll(Arb.From(Gen.NonEmptyListOf(round)), rounds =>
        {
            var (serving, now) = (ServingTarget.None, At(0));
            foreach (var (standings, wait) in rounds)
            {
                TargetStanding[] targets = [.. standings];
                now += TimeSpan.FromSeconds(wait);
                var before = serving.Index;
                serving = serving.Next(targets, now, Policy, 0.5);
                var kept = before is { } old && targets[old] == Usable;
                if (targets.Contains(Usable) && (serving.Index is not { } index || targets[index] != Usable || (kept && index > before)))
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static ServingTarget Run(params (double Second, TargetStanding First, TargetStanding Second2)[] rounds) =>
        rounds.Aggregate(ServingTarget.None, (serving, round) => serving.Next([round.First, round.Second2], At(round.Second), Policy, 0.5));

    private static MonotonicTime At(double second) => MonotonicTime.Zero + TimeSpan.FromSeconds(second);
}
