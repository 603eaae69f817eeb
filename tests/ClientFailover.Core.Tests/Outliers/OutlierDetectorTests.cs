using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class OutlierDetectorTests
{
    private static readonly OutlierDetectionPolicy Policy = OutlierDetectionPolicy.Default with { EjectionTimeJitter = 0 };
    private EjectionLedger _ledger = EjectionLedger.Empty;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    [InlineData(10, 5)]
    [InlineData(11, 5)]
    public void MaxRemoved_Default_IsHalfRoundedDownAtLeastOneAndNeverTheLast(int members, int removed) =>
        Assert.Equal(removed, OutlierDetector.MaxRemoved(members, Policy));

    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(0.1, 10, 1)]
    [InlineData(0.3, 10, 3)]
    [InlineData(1, 10, 9)]
    [InlineData(1, 1, 0)]
    public void MaxRemoved_OtherShare_StaysBetweenOneAndAllButOne(double share, int members, int removed) =>
        Assert.Equal(removed, OutlierDetector.MaxRemoved(members, Policy with { MaxEjection = share }));

    [Fact]
    public void Review_NobodyFails_ChangesNothing()
    {
        var review = Review(0, new int[10]);

        Assert.Same(EjectionLedger.Empty, review.Ledger);
        Assert.Empty(review.Transitions);
    }

    [Fact]
    public void Review_OneFailsInALargeTier_RemovesItWithTheEvidence()
    {
        var transition = Assert.Single(Review(7, Failing(10, 3)).Transitions);

        Assert.Equal(Identity(3), transition.Identity);
        Assert.Equal((EndpointHealth.Healthy, false, 5, 0), (transition.From, transition.IsRelease, transition.ConsecutiveFailures, transition.ConsecutiveConnectFailures));
        Assert.Equal(new(EndpointHealth.Ejected, EjectionReason.ConsecutiveFailures, 1, At(7), At(37)), transition.Ejection);
        Assert.Equal(transition.Ejection, _ledger.Of(Identity(3)));
    }

    [Fact]
    public void Review_AllOfALargeTierFail_RemovesUpToTheCapAndWeightsDownTheRest()
    {
        Review(0, Failing(10, Enumerable.Range(0, 10)));

        Assert.Equal((5, 5), (Count(10, EndpointHealth.Ejected), Count(10, EndpointHealth.WeightedDown)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Review_SmallTier_WeightsDownFirstAndRemovesAtTheSecondDetection(int members)
    {
        Assert.Equal(EndpointHealth.WeightedDown, Assert.Single(Review(0, Failing(members, 0)).Transitions).Ejection.Health);

        var second = Assert.Single(Review(5, Failing(members, 0)).Transitions);

        Assert.Equal(EndpointHealth.WeightedDown, second.From);
        Assert.Equal(new(EndpointHealth.Ejected, EjectionReason.ConsecutiveFailures, 2, At(5), At(65)), second.Ejection);
    }

    [Fact]
    public void Review_OneMoreThanASmallTier_RemovesAtOnce() =>
        Assert.Equal(EndpointHealth.Ejected, Assert.Single(Review(0, Failing(5, 0)).Transitions).Ejection.Health);

    [Fact]
    public void Review_SmallTierOff_RemovesAtOnce() =>
        Assert.Equal(
            EndpointHealth.Ejected, Assert.Single(Review(0, Failing(2, 0), Policy with { SmallTier = 0 }).Transitions).Ejection.Health);

    [Fact]
    public void Review_SingleEndpointFailsForEver_IsNeverRemoved()
    {
        for (var second = 0; second < 25; second++)
        {
            Review(second, Failing(1, 0));
            Assert.Equal(EndpointHealth.WeightedDown, _ledger.Of(Identity(0)).Health);
        }

        Assert.Equal(At(30), _ledger.Of(Identity(0)).Until); // its time runs as it was set
    }

    [Fact]
    public void Review_AllOfASmallTierFailTwice_RemovesOnlyTheCap()
    {
        Review(0, Failing(4, 0, 1, 2, 3));
        Review(1, Failing(4, 0, 1, 2, 3));
        Review(2, Failing(4, 0, 1, 2, 3));

        Assert.Equal((2, 2), (Count(4, EndpointHealth.Ejected), Count(4, EndpointHealth.WeightedDown)));
    }

    [Fact]
    public void Review_TwoTiers_AreBoundedApart()
    {
        OutlierCandidate[] members = [.. Enumerable.Range(0, 16).Select(index => new OutlierCandidate(Identity(index), index < 10 ? 0 : 2, 5, 0))];
        var random = new RandomSource(1);
        _ledger = OutlierDetector.Review(members, _ledger, Policy, At(0), ref random).Ledger;

        Assert.Equal(5, Enumerable.Range(0, 10).Count(index => Health(index) == EndpointHealth.Ejected));
        Assert.Equal(3, Enumerable.Range(10, 6).Count(index => Health(index) == EndpointHealth.Ejected));
    }

    [Fact]
    public void Review_FailedConnects_AreTheReason()
    {
        OutlierCandidate[] members = [new(Identity(0), 0, 5, 2), new(Identity(1), 0, 0, 0)];
        var random = new RandomSource(1);

        var review = OutlierDetector.Review(members, _ledger, Policy, At(0), ref random);

        Assert.Equal(EjectionReason.ConsecutiveConnectFailures, Assert.Single(review.Transitions).Ejection.Reason);
    }

    [Fact]
    public void Review_WhenDue_ReleasesAndStartsClean()
    {
        Review(0, Failing(10, 3));
        Assert.Empty(Review(29.9, new int[10]).Transitions);

        // Calls that were under way while it was ejected have failed since: old news.
        var release = Assert.Single(Review(30, Failing(10, 3)).Transitions);

        Assert.True(release.IsRelease);
        Assert.Equal((EndpointHealth.Ejected, 0, 0), (release.From, release.ConsecutiveFailures, release.ConsecutiveConnectFailures));
        Assert.Equal(EndpointHealth.Healthy, Health(3));
    }

    [Fact]
    public void Review_EjectedAndFailing_IsNotEjectedAgain()
    {
        Review(0, Failing(10, 3));

        Assert.Empty(Review(1, Failing(10, 3)).Transitions);
    }

    [Fact]
    public void Review_EjectedAgainSoonAfterRelease_LastsTwiceAsLong()
    {
        Review(0, Failing(10, 3));
        Review(30, new int[10]);

        Review(31, Failing(10, 3));

        Assert.Equal((2, At(91)), (_ledger.Of(Identity(3)).Count, _ledger.Of(Identity(3)).Until));
    }

    [Fact]
    public void Review_QuietIntervals_LowerTheCountOneByOneAndThenForget()
    {
        Review(0, Failing(10, 3));
        Review(30, new int[10]);
        Review(31, Failing(10, 3));
        Review(91, new int[10]);
        Assert.Equal(2, _ledger.Of(Identity(3)).Count);

        Review(100.9, new int[10]);
        Assert.Equal(2, _ledger.Of(Identity(3)).Count);

        Review(101, new int[10]);
        Assert.Equal(1, _ledger.Of(Identity(3)).Count);

        Review(111, new int[10]);
        Assert.Empty(_ledger.Records);
    }

    [Fact]
    public void Review_FailsAsTheCountIsLowered_IsEjectedInTheSameReview()
    {
        Review(0, Failing(10, 3));
        Review(30, new int[10]);
        Review(31, Failing(10, 3));
        Review(91, new int[10]);

        var transition = Assert.Single(Review(101, Failing(10, 3)).Transitions);

        Assert.Equal((EndpointHealth.Ejected, 2), (transition.Ejection.Health, transition.Ejection.Count));
    }

    [Fact]
    public void Review_EndpointIsAwayWhenDue_IsReleasedWhenItComesBack()
    {
        Review(0, Failing(10, 9));
        Assert.Empty(Review(31, new int[9]).Transitions);
        Assert.Null(_ledger.NextRelease(At(31)));

        Assert.True(Assert.Single(Review(50, Failing(10, 9)).Transitions).IsRelease);
    }

    [Fact]
    public void Review_Jitter_SpreadsTheReleases()
    {
        Review(0, Failing(100, Enumerable.Range(0, 50)), OutlierDetectionPolicy.Default);

        MonotonicTime[] releases = [.. Enumerable.Range(0, 50).Select(index => _ledger.Of(Identity(index)).Until)];
        Assert.All(releases, release => Assert.InRange(release, At(30), At(36)));
        Assert.True(releases.Distinct().Count() > 40);
    }

    [Fact]
    public void Review_AnyFailuresAtAnyTimes_NeverRemovesMoreThanTheCapNorAll() =>
        Prop.ForAll<PositiveInt, byte, NonEmptyArray<(byte Step, int[] Failing)>>((size, share, reviews) =>
        {
            var members = 1 + (size.Get % 12);
            var policy = Policy with { MaxEjection = share / 255.0 };
            var seconds = 0;
            _ledger = EjectionLedger.Empty;
            foreach (var (step, failing) in reviews.Get)
            {
                seconds += step % 40;
                Review(seconds, Failing(members, failing.Select(index => (int)((uint)index % members))), policy);
                var removed = Count(members, EndpointHealth.Ejected);
                if (removed >= members || removed > OutlierDetector.MaxRemoved(members, policy))
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private OutlierReview Review(double seconds, int[] failures, OutlierDetectionPolicy? policy = null)
    {
        OutlierCandidate[] members = [.. failures.Select((count, index) => new OutlierCandidate(Identity(index), 0, count, 0))];
        var random = new RandomSource(42);
        var review = OutlierDetector.Review(members, _ledger, policy ?? Policy, At(seconds), ref random);
        _ledger = review.Ledger;
        return review;
    }

    private EndpointHealth Health(int index) => _ledger.Of(Identity(index)).Health;

    private int Count(int members, EndpointHealth health) => Enumerable.Range(0, members).Count(index => Health(index) == health);

    /// <summary>The runs of failures of so many endpoints, of which those named have reached the threshold.</summary>
    private static int[] Failing(int members, params IEnumerable<int> failing)
    {
        var failures = new int[members];
        foreach (var index in failing)
        {
            failures[index] = 5;
        }

        return failures;
    }

    private static EndpointIdentity Identity(int index) => new(new($"10.0.0.{index + 1}", 80), "");

    private static MonotonicTime At(double seconds) => MonotonicTime.Zero + TimeSpan.FromSeconds(seconds);
}
