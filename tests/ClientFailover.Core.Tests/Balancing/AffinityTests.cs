using System.Collections.Immutable;

namespace ClientFailover.Tests;

public sealed class AffinityTests
{
    private static readonly MonotonicTime Now = new(TimeSpan.FromMinutes(1).Ticks);
    private static readonly ImmutableArray<AffinityKey> Keys = [.. Enumerable.Range(0, 20_000).Select(static i => AffinityKey.Of($"user-{i}"))];

    [Theory]
    [InlineData("", 17280346270528514342)]
    [InlineData("user-1", 2758463538133198415)]
    public void Of_Text_IsTheSameInEveryProcess(string text, ulong hash) => Assert.Equal(hash, AffinityKey.Of(text).Hash);

    [Fact]
    public void Point_ManyKeys_IsEvenAndIndependentOfTheRing()
    {
        Assert.All(Keys.GroupBy(static key => (int)(key.Point * 10)), tenth => Assert.InRange(tenth.Count(), 1800, 2200)); // 2,000 +- 4.7 standard deviations
        Assert.All(Keys.Where(static key => key.Hash < ulong.MaxValue / 2).GroupBy(static key => (int)(key.Point * 10)), tenth => Assert.InRange(tenth.Count(), 850, 1150));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(200)]
    public void Find_EqualWeights_SharesTheKeysOut(int endpoints)
    {
        var set = Set(Enumerable.Repeat(1, endpoints));

        var counts = Keys.CountBy(key => AffinityRule.Find(set, key, Context(), history: null)).ToDictionary();
        Assert.Equal(endpoints, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 0.4 * Keys.Length / endpoints, 1.8 * Keys.Length / endpoints));
        Assert.InRange(set.Ring.Count, 32 * endpoints, 1024 * endpoints);
    }

    [Fact]
    public void Find_Weights_AreSharesOfTheKeys()
    {
        var set = Set([1, 3, 6]);

        var counts = Keys.CountBy(key => AffinityRule.Find(set, key, Context(), history: null)).ToDictionary();
        Assert.InRange(counts[0], 1400, 2600);
        Assert.InRange(counts[1], 5000, 7000);
        Assert.InRange(counts[2], 10_800, 13_200);
    }

    [Fact]
    public void Find_OneEndpointLess_MovesItsKeysAlone()
    {
        var stats = Enumerable.Range(0, 10).Select(_ => new EndpointStats()).ToArray();
        var (before, after) = (Set(Enumerable.Repeat(1, 10), stats), Set(Enumerable.Repeat(1, 9), stats));

        foreach (var key in Keys)
        {
            var home = AffinityRule.Find(before, key, Context(), history: null);
            var now = AffinityRule.Find(after, key, Context(), history: null);
            Assert.True(home == now || home == 9);
        }
    }

    [Fact]
    public void Find_HomeAtItsBound_IsPassedOverForTheSameNextOne()
    {
        var stats = Enumerable.Range(0, 4).Select(_ => new EndpointStats()).ToArray();
        var set = Set(Enumerable.Repeat(1, 4), stats);
        Array.ForEach(stats, Learn);
        var home = AffinityRule.Find(set, Keys[0], Context(), history: null);
        for (var i = 0; i < 9; i++)
        {
            stats[home].Begin(Now);
        }

        Assert.Equal(home, AffinityRule.Find(set, Keys[0], Context(), history: null)); // ten are always allowed
        stats[home].Begin(Now);
        var next = AffinityRule.Find(set, Keys[0], Context(), history: null);
        Assert.NotEqual(home, next);
        Assert.Equal(next, AffinityRule.Find(set, Keys[0], Context(), history: null));

        // With as much at the others, ten are no more than its share.
        foreach (var other in stats.Where(other => !ReferenceEquals(other, stats[home])))
        {
            for (var i = 0; i < 10; i++)
            {
                other.Begin(Now);
            }
        }

        Assert.Equal(home, AffinityRule.Find(set, Keys[0], Context(), history: null));
    }

    [Fact]
    public void Find_HomeThatJustFailedOrWasTried_IsPassedOver()
    {
        var stats = Enumerable.Range(0, 4).Select(_ => new EndpointStats()).ToArray();
        var set = Set(Enumerable.Repeat(1, 4), stats);
        Array.ForEach(stats, Learn);
        var home = AffinityRule.Find(set, Keys[0], Context(), history: null);
        stats[home].Begin(Now);
        stats[home].Complete(new(OutcomeKind.ServerError, TimeSpan.Zero), Now, FailoverPolicy.Default);

        Assert.NotEqual(home, AffinityRule.Find(set, Keys[0], Context(), history: null));
        Assert.Equal(home, AffinityRule.Find(set, Keys[0], Context(Now + TimeSpan.FromSeconds(1)), history: null)); // one call tries it again

        stats[home].Begin(Now);
        stats[home].Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(1)), Now, FailoverPolicy.Default);
        var history = new AttemptHistory(3);
        history.Add(new PickResult(set[home], isRepeat: false));
        Assert.NotEqual(home, AffinityRule.Find(set, Keys[0], Context(), history));
    }

    [Fact]
    public void Find_AllAtTheirBound_LeavesItToTheBalancer()
    {
        var stats = new[] { new EndpointStats() };
        var set = Set([1], stats);
        stats[0].Begin(Now);
        stats[0].Complete(new(OutcomeKind.ServerError, TimeSpan.Zero), Now, FailoverPolicy.Default);

        Assert.Equal(-1, AffinityRule.Find(set, Keys[0], Context(), history: null));
        Assert.Equal(-1, AffinityRule.Find(CandidateSet.Empty, Keys[0], Context(), history: null));
    }

    private static void Learn(EndpointStats stats)
    {
        stats.Begin(Now);
        stats.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(1)), Now, FailoverPolicy.Default);
    }

    private static PickContext Context(MonotonicTime? now = null) => new(now ?? Now, 1, FailoverPolicy.Default);

    private static CandidateSet Set(IEnumerable<int> weights, EndpointStats[]? stats = null) =>
        new([.. weights.Select((weight, i) => new Candidate(new Endpoint(new($"10.0.{i / 250}.{i % 250}", 80)) { Weight = weight }, stats?[i] ?? new(), EndpointHealth.Healthy, 0))]);
}
