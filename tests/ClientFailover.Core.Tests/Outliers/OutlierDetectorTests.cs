using FsCheck;
using FsCheck.Fluent;
using static ClientFailover.EndpointHealth;

namespace ClientFailover.Tests;

public sealed class OutlierDetectorTests
{
    private static readonly OutlierDetectionPolicy Policy = OutlierDetectionPolicy.Default with { EjectionTimeJitter = 0 };

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 0)] // never the last
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 0)]
    [InlineData(5, 2, 0)]
    [InlineData(10, 5, 0)]
    [InlineData(10, 1, 0.1)]
    [InlineData(5, 1, 0.1)] // always one
    [InlineData(4, 3, 1)]
    public void MaxRemoved_Size_IsHalfAndNeverTheLast(int size, int expected, double share) =>
        Assert.Equal(expected, OutlierDetector.MaxRemoved(size, share == 0 ? Policy : Policy with { MaxEjection = share }));

    [Fact]
    public void Review_LargeTier_RemovesUpToTheBoundAndWeightsDownTheRest()
    {
        var tier = new Tier(10);
        tier.Fail(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        tier.Review(At(0));

        Assert.Equal((5, 5), (tier.Count(Ejected), tier.Count(WeightedDown)));
    }

    [Fact]
    public void Review_SmallTier_WeightsDownFirstAndRemovesOnASecondDetection()
    {
        var tier = new Tier(3);
        tier.Fail(0);
        var first = Assert.Single(tier.Review(At(0)));
        Assert.Equal((WeightedDown, EjectionReason.ConsecutiveFailures, 1), (first.Ejection.Health, first.Ejection.Reason, first.Ejection.Count));
        Assert.Equal(5, first.ConsecutiveFailures);

        tier.Fail(0);
        var second = Assert.Single(tier.Review(At(1)));
        Assert.Equal((WeightedDown, Ejected, 2), (second.From, second.Ejection.Health, second.Ejection.Count));
        Assert.Equal(At(1) + TimeSpan.FromSeconds(60), second.Ejection.Until);
    }

    [Fact]
    public void Review_SingleEndpoint_IsWeightedDownAndNeverRemoved()
    {
        var tier = new Tier(1);
        for (var i = 0; i < 10; i++)
        {
            tier.Fail(0);
            tier.Review(At(i));
            Assert.Equal(WeightedDown, tier.HealthOf(0));
        }
    }

    [Fact]
    public void Review_WholeSmallTierFails_AllAreWeightedDown()
    {
        var tier = new Tier(2);
        tier.Fail(0, 1);
        tier.Review(At(0));

        Assert.Equal(2, tier.Count(WeightedDown));
    }

    [Fact]
    public void Review_TimeIsOver_ReleasesWithACleanRecord()
    {
        var tier = new Tier(8);
        tier.Fail(3);
        tier.Review(At(0));
        Assert.Empty(tier.Review(At(29.9)));

        tier.Fail(3); // a late answer of a call from before
        var release = Assert.Single(tier.Review(At(30)));

        Assert.True(release.IsRelease);
        Assert.Equal(Healthy, tier.HealthOf(3));
        Assert.Empty(tier.Review(At(30.1)));
    }

    [Fact]
    public void Review_EjectedAgainAndAgain_DoublesUpToTheMaximumAndForgetsWithQuietIntervals()
    {
        var tier = new Tier(8);
        var now = At(0);
        foreach (var seconds in new[] { 30, 60, 120, 240, 300, 300 })
        {
            tier.Fail(0);
            var ejection = Assert.Single(tier.Review(now)).Ejection;
            Assert.Equal(TimeSpan.FromSeconds(seconds), ejection.Until - ejection.Since);
            now = ejection.Until;
            tier.Review(now);
            now += TimeSpan.FromSeconds(1);
        }

        Assert.Equal(6, tier.Ledger.Of(tier.Identity(0)).Count);
        for (var quiet = 1; quiet <= 6; quiet++)
        {
            tier.Review(now += Policy.Interval);
            Assert.Equal(6 - quiet, tier.Ledger.Of(tier.Identity(0)).Count);
        }

        Assert.Empty(tier.Ledger.Records);
    }

    [Fact]
    public void Review_FailsAgainJustWhenItsCountFalls_IsEjected()
    {
        var tier = new Tier(8);
        tier.Fail(0);
        tier.Review(At(0));
        tier.Review(At(30));
        tier.Fail(0);

        Assert.Equal(Ejected, Assert.Single(tier.Review(At(30) + Policy.Interval)).Ejection.Health);
    }

    [Fact]
    public void Review_ConnectFailures_NeedTwo()
    {
        var tier = new Tier(8);
        tier.FailToConnect(0, times: 1);
        Assert.Empty(tier.Review(At(0)));
        tier.FailToConnect(0, times: 1);

        Assert.Equal(EjectionReason.ConsecutiveConnectFailures, Assert.Single(tier.Review(At(0))).Ejection.Reason);
    }

    [Fact]
    public void Review_RulesOff_EjectNobody()
    {
        var tier = new Tier(8, Policy with { ConsecutiveFailures = 0, ConsecutiveConnectFailures = 0 });
        tier.FailToConnect(0, times: 100);

        Assert.Empty(tier.Review(At(0)));
    }

    [Fact]
    public void Review_NothingHappened_KeepsTheVeryLedger()
    {
        var tier = new Tier(8);
        tier.Fail(0);
        tier.Review(At(0));
        var ledger = tier.Ledger;
        tier.Review(At(1));

        Assert.Same(ledger, tier.Ledger);
        Assert.Equal(At(30), ledger.NextRelease(At(1)));
        Assert.Null(ledger.NextRelease(At(30)));
        Assert.Null(EjectionLedger.Empty.NextRelease(At(0)));
        Assert.Empty(ledger.Without(tier.Identity(0)).Records);
        Assert.Same(ledger, ledger.Without(tier.Identity(1)));
    }

    /// <summary>Whatever fails and whenever: the removed ones of a tier never exceed the bound, and never are all of it.</summary>
    [Fact]
    public void Review_AnyHistory_KeepsTheBound() =>
        Prop.ForAll<PositiveInt, (byte Endpoint, byte Seconds)[]>((size, history) =>
        {
            var tier = new Tier(1 + (size.Get % 12));
            var now = At(0);
            foreach (var (endpoint, seconds) in history)
            {
                tier.Fail(endpoint % tier.Size);
                tier.Review(now += TimeSpan.FromSeconds(seconds));
                if (tier.Count(Ejected) > OutlierDetector.MaxRemoved(tier.Size, Policy) || tier.Count(Ejected) >= tier.Size)
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(1, 0, 30)]
    [InlineData(1, 1, 36)]
    [InlineData(2, 0.5, 66)]
    [InlineData(10, 0, 300)]
    [InlineData(10_000, 1, 360)]
    public void EjectionTime_CountAndJitter_AreBounded(int count, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), EjectionTime.Of(count, OutlierDetectionPolicy.Default, random));

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
