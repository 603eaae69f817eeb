namespace ClientFailover;

/// <summary>The counts of a tier from which its share of the load is reckoned.</summary>
/// <param name="Total">All endpoints.</param>
/// <param name="Healthy">Those that are healthy.</param>
/// <param name="Degraded">Those that serve only when the healthy ones of all tiers cannot take it all.</param>
/// <param name="Excluded">Those that leave every denominator: not yet checked, or failed at their own request.</param>
public readonly record struct TierHealth(long Total, long Healthy, long Degraded = 0, long Excluded = 0)
{
    /// <summary>The same as sums of weights; when set, health is a share of weight instead of a share of endpoints. Panic always counts endpoints.</summary>
    public TierWeights? Weights { get; init; }
}
