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
        Assert.Equal("5 failed attempts in a row (threshold 5)", first.Ejection.Evidence.ToString());

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
    public void Review_TlsHandshakeRefused_IsRemovedAtOnceForTheLongestTime()
    {
        var tier = new Tier(3);
        tier.Complete(1, OutcomeKind.TlsFailed, times: 1);
        var ejection = Assert.Single(tier.Review(At(0))).Ejection;

        Assert.Equal((EndpointHealth.Ejected, EjectionReason.ConsecutiveTlsFailures), (ejection.Health, ejection.Reason));
        Assert.InRange(ejection.Until - ejection.Since, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(360));
    }

    [Fact]
    public void Review_RulesOff_EjectNobody()
    {
        var tier = new Tier(8, Policy with { ConsecutiveFailures = 0, ConsecutiveConnectFailures = 0 });
        tier.FailToConnect(0, times: 100);

        Assert.Empty(tier.Review(At(0)));
    }

    [Fact]
    public void Review_NotEnforced_ReportsAndEjectsNobody()
    {
        var tier = new Tier(8, Policy with { Enforcement = EnforcementPolicy.Default with { ConsecutiveFailures = 0 } });
        tier.Fail(2);

        Assert.Empty(tier.Review(At(0)));
        Assert.Equal((tier.Identity(2), EjectionReason.ConsecutiveFailures), (Assert.Single(tier.Reports).Identity, tier.Reports[0].Evidence.Reason));
    }

    [Fact]
    public void Review_HalfEnforced_EjectsAboutHalf()
    {
        var ejected = 0;
        var policy = Policy with { Enforcement = EnforcementPolicy.Default with { ConsecutiveFailures = 0.5 }, MaxEjection = 1 };
        var tier = new Tier(1000, policy);
        tier.Fail([.. Enumerable.Range(0, 1000)]);
        ejected += tier.Review(At(0)).Count;

        Assert.InRange(ejected, 420, 580); // five standard deviations
        Assert.Equal(1000 - ejected, tier.Reports.Count);
    }

    [Fact]
    public void Review_SweepFindsWhatNeverFailsInARow()
    {
        var tier = new Tier(6);
        var counts = Enumerable.Range(0, 6).Select(index => index == 4 ? new HealthCounts(100, 100, 0, 0, default) : Good(200)).ToArray();
        var ejection = Assert.Single(tier.Review(At(0), counts)).Ejection;

        Assert.Equal((Ejected, EjectionReason.SuccessRate), (ejection.Health, ejection.Reason));
        Assert.Equal("success rate 50.0 %, below 56.3 % (200 calls in 10 s)", ejection.Evidence.ToString());
    }

    [Fact]
    public void Review_SmallTier_ComparesWithThePeersAndWeightsDown()
    {
        var tier = new Tier(3);
        var ejection = Assert.Single(tier.Review(At(0), Good(50), new(25, 25, 0, 0, default), Good(50))).Ejection;

        Assert.Equal((WeightedDown, EjectionReason.PeerRate), (ejection.Health, ejection.Reason));
    }

    [Fact]
    public void Review_SlowEndpoint_IsWeightedDownAgainAndAgainButNeverRemoved()
    {
        var tier = new Tier(8);
        HealthCounts[] counts = [.. Enumerable.Range(0, 7).Select(_ => Good(100, 10)), Good(20, 200)];
        for (var sweep = 0; sweep < 9; sweep++)
        {
            tier.Review(At(sweep * 10), counts);
            Assert.Equal(sweep == 3 ? Healthy : WeightedDown, tier.HealthOf(7)); // released after 30 s, found again, and out for 60 s
        }

        Assert.Equal(EjectionReason.Latency, tier.Ledger.Of(tier.Identity(7)).Reason);
    }

    [Fact]
    public void Review_AllOverloaded_EjectsNobody()
    {
        var tier = new Tier(6);

        Assert.Empty(tier.Review(At(0), [.. Enumerable.Range(0, 6).Select(_ => new HealthCounts(5, 0, 0, 195, default))]));
    }

    [Fact]
    public void Review_OneOverloadedAmongWell_IsEjected()
    {
        var tier = new Tier(6);
        HealthCounts[] counts = [new(5, 0, 0, 195, default), .. Enumerable.Range(0, 5).Select(_ => Good(200))];

        Assert.Equal(EjectionReason.SuccessRate, Assert.Single(tier.Review(At(0), counts)).Ejection.Reason);
    }

    [Fact]
    public void Review_SplitLocalOrigin_JudgesAnswersAndTheirAbsenceApart()
    {
        var tier = new Tier(6, Policy with { SplitLocalOrigin = true });
        HealthCounts[] counts =
        [
            new(100, 60, 0, 0, default), new(150, 0, 90, 0, default), .. Enumerable.Range(0, 4).Select(_ => Good(200)),
        ];

        // Merged, both would raise the spread that each is measured by.
        Assert.Equal([0, 1], tier.Review(At(0), counts).Select(transition => Enumerable.Range(0, 6).Single(i => tier.Identity(i) == transition.Identity)).Order());
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

    private static HealthCounts Good(int calls, double milliseconds = 5) => new(calls, 0, 0, 0, TimeSpan.FromMilliseconds(milliseconds) * calls);

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
