using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class RuleTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("10 10 10 200", "3")]
    [InlineData("10 10 10 60", "")] // six times, but not 50 ms more
    [InlineData("10 10 10 61", "3")]
    [InlineData("100 100 100 290", "")] // 190 ms more, but not three times
    [InlineData("100 100 100 301", "3")]
    [InlineData("10 200", "1")] // compared with the other, not with the median of both
    [InlineData("200 10 200 10 10", "0 2")]
    [InlineData("10 200 200", "")] // the majority is the norm
    [InlineData("200", "")]
    [InlineData("", "")]
    public void Latency_MeansInMilliseconds_FindsWhoIsFarSlowerThanTheOthers(string means, string expected)
    {
        var tier = means.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(mean => Slow(20, int.Parse(mean, System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        var found = new List<Outlier>();
        LatencyRule.Find(tier, LatencyRulePolicy.Default, Window, found);

        Assert.Equal(expected, string.Join(' ', found.Select(outlier => outlier.Member)));
        Assert.All(found, outlier => Assert.True(outlier.IsMild));
    }

    [Fact]
    public void Latency_TooFewSuccesses_JudgesNobody()
    {
        var found = new List<Outlier>();
        LatencyRule.Find([Slow(20, 10), Slow(20, 10), Slow(4, 500)], LatencyRulePolicy.Default, Window, found);
        LatencyRule.Find([Slow(4, 10), Slow(20, 500)], LatencyRulePolicy.Default, Window, found); // nobody to compare with

        Assert.Empty(found);
    }

    [Fact]
    public void Latency_MedianOfOthers_LeavesOneOut() => Prop.ForAll<NonEmptyArray<int>, PositiveInt>((values, place) =>
    {
        var sorted = values.Get.Append(0).Select(value => (long)value).Order().ToArray();
        var own = place.Get % sorted.Length;
        var others = sorted.ToList();
        others.RemoveAt(own);
        return LatencyRule.MedianOfOthers(sorted, sorted[own]) == others[others.Count / 2];
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(50, 100, 0, 100, true)]
    [InlineData(9, 100, 0, 10_000, false)] // not 10 points
    [InlineData(10, 100, 0, 10_000, true)]
    [InlineData(5, 20, 1, 20, false)] // large, but may be chance
    [InlineData(19, 19, 0, 1000, false)] // too few attempts
    [InlineData(20, 20, 0, 19, false)]
    [InlineData(100, 100, 100, 100, false)] // all alike
    [InlineData(0, 0, 0, 0, false)]
    public void PeerRate_TwoSides_WantsALargeAndSignificantDifference(int failures, int total, int peerFailures, int peerTotal, bool worse) =>
        Assert.Equal(worse, PeerRateRule.IsWorse(new(total - failures, total), new(peerTotal - peerFailures, peerTotal), PeerRatePolicy.Default));

    [Fact]
    public void PeerRate_AlikeEndpoints_RaiseNoFalseAlarm()
    {
        // 4 endpoints that all fail 5 % of 100 attempts, 5,000 times over.
        var random = new RandomSource(7);
        var found = new List<Outlier>();
        for (var trial = 0; trial < 5_000; trial++)
        {
            var tier = new RateSample[4];
            for (var i = 0; i < tier.Length; i++)
            {
                var failures = 0;
                for (var attempt = 0; attempt < 100; attempt++)
                {
                    failures += random.NextDouble() < 0.05 ? 1 : 0;
                }

                tier[i] = new(100 - failures, 100);
            }

            PeerRateRule.Find(tier, PeerRatePolicy.Default, Window, found);
        }

        Assert.InRange(found.Count, 0, 5);
    }

    [Fact]
    public void SuccessRate_AnyTier_FindsOnlyWhoIsBelowTheMeanByTheLeastDifference() => Prop.ForAll(Tiers, tier =>
    {
        var found = new List<Outlier>();
        SuccessRateRule.Find(tier, SuccessRatePolicy.Default, Window, found);
        var threshold = SuccessRateRule.Threshold(tier, SuccessRatePolicy.Default);
        return found.All(outlier => tier[outlier.Member].Total >= 100 && tier[outlier.Member].SuccessRate <= threshold!.Value.Mean - 0.05 + 1e-9)
            && (tier.Length == 0 || found.Count < tier.Length);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void SuccessRate_EqualRates_AreNotBelowTheirOwnMean()
    {
        var found = new List<Outlier>();
        for (var failures = 0; failures <= 1000; failures++)
        {
            SuccessRateRule.Find(
                [.. Enumerable.Repeat(new RateSample(1000 - failures, 1000), 7)],
                SuccessRatePolicy.Default with { StandardDeviations = 0, MinimumDifference = 0 }, Window, found);
        }

        Assert.Empty(found);
    }

    [Fact]
    public void EnforcementPolicy_EachRule_HasAShareOfItsOwn()
    {
        foreach (var reason in Enum.GetValues<EjectionReason>())
        {
            var policy = new EnforcementPolicy();
            typeof(EnforcementPolicy).GetProperty(reason.ToString())!.SetValue(policy, 0.25);

            Assert.Equal(0.25, policy.Of(reason));
            Assert.All(Enum.GetValues<EjectionReason>().Except([reason]), other => Assert.Equal(1, policy.Of(other)));
        }
    }

    private static Arbitrary<RateSample[]> Tiers { get; } = Arb.From(
        (from total in Gen.Choose(0, 400) from successes in Gen.Choose(0, total) select new RateSample(successes, total)).ArrayOf());

    private static OutlierCandidate Slow(int successes, int milliseconds) =>
        new(default, 0, default, new(successes, 0, 0, 0, TimeSpan.FromMilliseconds(milliseconds) * successes));
}
