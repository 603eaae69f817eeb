namespace ClientFailover;

/// <summary>Draws an endpoint at random in proportion to the weights. Knows nothing of latency or load.</summary>
public sealed class WeightedRandom : IPicker
{
    /// <inheritdoc/>
    public int Pick(CandidateSet candidates, in PickContext context)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return candidates.At(new RandomSource(context.Seed).Below(candidates.TotalWeight));
    }
}
