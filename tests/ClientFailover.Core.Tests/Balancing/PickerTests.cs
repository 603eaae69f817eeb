using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class PickerTests
{
    [Fact]
    public void Draw_AnyWeights_GivesTwoDistinctIndexes() =>
        Prop.ForAll<NonEmptyArray<PositiveInt>, int>((weights, seed) =>
        {
            var set = Set([.. weights.Get.Select(weight => Math.Min(weight.Get, Endpoint.MaxWeight)), 1]);
            var random = new RandomSource((ulong)seed);
            var (first, second) = PowerOfTwoChoices.Draw(set, ref random);
            return first != second && first >= 0 && first < set.Count && second >= 0 && second < set.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 5)]
    [InlineData(1, 1, 100)]
    public void Draw_Pairs_AreAsLikelyAsTheirWeightsSay(int a, int b, int c)
    {
        int[] weights = [a, b, c];
        var set = Set(weights);
        var random = new RandomSource(42);
        var seen = new double[3, 3];
        const int Draws = 200_000;
        for (var i = 0; i < Draws; i++)
        {
            var (first, second) = PowerOfTwoChoices.Draw(set, ref random);
            seen[first, second] += 1.0 / Draws;
        }

        double total = a + b + c;
        for (var first = 0; first < 3; first++)
        {
            for (var second = 0; second < 3; second++)
            {
                // Without replacement: P(i, j) = w(i)/W x w(j)/(W - w(i)).
                var expected = first == second ? 0 : weights[first] / total * weights[second] / (total - weights[first]);
                Assert.Equal(expected, seen[first, second], 0.006);
            }
        }
    }

    [Fact]
    public void PowerOfTwoChoices_OneCostsMore_GetsTheLeast()
    {
        var set = Set(1, 1, 1);
        foreach (var (index, milliseconds) in new[] { 5, 5, 500 }.Index())
        {
            set[index].Stats.Begin(default);
            set[index].Stats.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(milliseconds)), Now, FailoverPolicy.Default);
        }

        var picks = Pick(set, new PowerOfTwoChoices(), 1000);

        Assert.Equal(0, picks[2]); // it is the dearer of any two
        Assert.InRange(picks[0], 400, 600);
    }

    [Theory]
    [InlineData("1 1")]
    [InlineData("1 2")]
    [InlineData("1 100")]
    [InlineData("1 2 7")]
    [InlineData("5 5 5 5 50")]
    [InlineData("1 1 1 10 10 10")]
    public void PowerOfTwoChoices_NothingTellsThemApart_SharesByWeight(string text)
    {
        var weights = text.Split(' ').Select(int.Parse).ToArray();
        var set = Set(weights);
        var random = new RandomSource(3);
        const int Picks = 100_000;
        var picks = new int[weights.Length];
        for (var i = 0; i < Picks; i++)
        {
            // Latencies that vary from call to call, and forget at once: whichever endpoint is cheaper is chance.
            var policy = FailoverPolicy.Default with { Latency = LatencyPolicy.Default with { Decay = TimeSpan.FromTicks(1) } };
            var now = new MonotonicTime(i * TimeSpan.TicksPerSecond);
            for (var index = 0; index < set.Count; index++)
            {
                set[index].Stats.Begin(default);
                set[index].Stats.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(random.Below(1000) + 1)), now, policy);
            }

            picks[new PowerOfTwoChoices().Pick(set, new(now, random.Next(), policy))]++;
        }

        Assert.All(weights.Index(), one => Assert.Equal(one.Item / (double)weights.Sum(), picks[one.Index] / (double)Picks, 0.01));
    }

    [Fact]
    public void PowerOfTwoChoices_LightEndpoint_CarriesItsPartOfTheCallsInFlight()
    {
        // 44 calls that never end: 4 times as many at the one with 4 times the weight.
        var set = Set(1, 4, 4, 2);
        foreach (var index in Enumerable.Range(0, 4))
        {
            set[index].Stats.Begin(default);
            set[index].Stats.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(5)), Now, FailoverPolicy.Default);
        }

        for (var i = 0; i < 1100; i++)
        {
            set[new PowerOfTwoChoices().Pick(set, Context((ulong)i))].Stats.Begin(default);
        }

        Assert.All([(0, 100), (1, 400), (2, 400), (3, 200)], one => Assert.InRange(set[one.Item1].Stats.InFlight, one.Item2 * 0.85, one.Item2 * 1.15));
    }

    [Fact]
    public void PowerOfTwoChoices_CallsInFlight_CountAsLoad()
    {
        var set = Set(1, 1);
        foreach (var index in new[] { 0, 1 })
        {
            set[index].Stats.Begin(default);
            set[index].Stats.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(5)), Now, FailoverPolicy.Default);
        }

        set[0].Stats.Begin(default);

        Assert.Equal(1000, Pick(set, new PowerOfTwoChoices(), 1000)[1]);
    }

    [Fact]
    public void RoundRobin_EqualWeights_RotatesPlainly()
    {
        var set = Set(7, 7, 7);
        var picker = new RoundRobin();

        Assert.Equal([0, 1, 2, 0, 1, 2, 0], Enumerable.Range(0, 7).Select(_ => picker.Pick(set, Context(0))));
    }

    [Theory]
    [InlineData(1, 2, 7)]
    [InlineData(100, 1, 1)]
    public void Proportional_UnequalWeights_SharesByWeight(int a, int b, int c)
    {
        int[] weights = [a, b, c];
        var set = Set(weights);
        foreach (var (picker, tolerance) in new (IPicker, double)[] { (new RoundRobin(), 0.001), (new WeightedRandom(), 0.01) })
        {
            var picks = Pick(set, picker, 50_000);
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(weights[i] / (double)weights.Sum(), picks[i] / 50_000.0, tolerance);
            }
        }
    }

    [Fact]
    public void RoundRobin_UnequalWeights_SpreadsTheTurnsOfTheHeavyOne()
    {
        var set = Set(1, 3);
        var picker = new RoundRobin();
        var turns = Enumerable.Range(0, 400).Select(_ => picker.Pick(set, Context(0))).ToList();

        var longest = 0;
        for (int i = 0, run = 0; i < turns.Count; i++)
        {
            run = turns[i] == 1 ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        Assert.InRange(longest, 1, 4); // a plain block schedule would have 3, a random one above 10
    }

    [Fact]
    public void RandomSource_Below_IsUniform()
    {
        var random = new RandomSource(1);
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            counts[random.Below(10)]++;
        }

        var chiSquare = counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000);
        Assert.InRange(chiSquare, 0, 27.9); // 9 degrees of freedom: above it one time in a thousand
    }

    private static MonotonicTime Now => new(TimeSpan.TicksPerDay);

    private static PickContext Context(ulong seed) => new(Now, seed, FailoverPolicy.Default);

    private static int[] Pick(CandidateSet set, IPicker picker, int times)
    {
        var picks = new int[set.Count];
        for (var seed = 0; seed < times; seed++)
        {
            picks[picker.Pick(set, Context((ulong)seed))]++;
        }

        return picks;
    }

    private static CandidateSet Set(params int[] weights) => new(
        [.. weights.Select((weight, index) => new Candidate(
            new Endpoint(new($"10.0.0.{(index % 250) + 1}", 80 + (index / 250))) { Weight = weight }, new EndpointStats(), EndpointHealth.Healthy, 0))]);
}
