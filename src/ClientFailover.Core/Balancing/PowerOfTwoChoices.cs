namespace ClientFailover;

/// <summary>Draws two distinct endpoints by weight and takes the cheaper: peak EWMA latency x (calls in flight / weight + 1).</summary>
/// <remarks>
/// Two choices are enough to keep the load even without looking at every endpoint (Mitzenmacher 2001), and they must be distinct:
/// with replacement one endpoint of two would be compared with itself in half of the draws, and a dead one would keep a quarter of the traffic.
/// Source of the load metric: Finagle, tower.
/// <para>
/// With unequal weights the second is compared with the first only as often as (W - w(first)) / (W - w(second)), W being all weights together. Where nothing tells the
/// endpoints apart each then has exactly its share (the acceptance rule of Metropolis and Hastings). Drawing by weight alone is not enough: of two
/// endpoints both are always drawn, and an idle one with a hundredth of the weight would win half of the calls.
/// </para>
/// </remarks>
public sealed class PowerOfTwoChoices : IPicker
{
    /// <inheritdoc/>
    public int Pick(CandidateSet candidates, in PickContext context)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 1)
        {
            return 0;
        }

        var random = new RandomSource(context.Seed);
        var (first, second) = Draw(candidates, ref random);
        return IsCompared(candidates, first, second, ref random) && Cost(candidates, second, context) < Cost(candidates, first, context) ? second : first;
    }

    private static bool IsCompared(CandidateSet candidates, int first, int second, ref RandomSource random) =>
        candidates.IsUniform
        || random.NextDouble() * (candidates.TotalWeight - candidates.WeightOf(second)) < candidates.TotalWeight - candidates.WeightOf(first);

    /// <summary>Two distinct indexes; each pair as likely as its weights say.</summary>
    /// <remarks>
    /// The second draw is taken from what is left when the first one's share is cut out, by stepping over it. Drawing again until the two
    /// differ would give the same distribution, but has no bound when one endpoint holds nearly all the weight.
    /// </remarks>
    internal static (int First, int Second) Draw(CandidateSet candidates, ref RandomSource random)
    {
        if (candidates.IsUniform)
        {
            var one = (int)random.Below(candidates.Count);
            var other = (int)random.Below(candidates.Count - 1);
            return (one, other < one ? other : other + 1);
        }

        var first = candidates.At(random.Below(candidates.TotalWeight));
        var point = random.Below(candidates.TotalWeight - candidates.WeightOf(first));
        return (first, candidates.At(point < candidates.Start(first) ? point : point + candidates.WeightOf(first)));
    }

    private static double Cost(CandidateSet candidates, int index, in PickContext context) =>
        candidates[index].Stats.Cost(context.Now, context.Policy.Latency, candidates.RelativeWeightOf(index));
}
