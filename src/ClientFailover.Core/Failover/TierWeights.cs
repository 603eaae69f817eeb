namespace ClientFailover;

/// <summary>The sums of weights of a tier (Envoy's <c>weighted_priority_health</c>).</summary>
/// <param name="Total">Of all endpoints.</param>
/// <param name="Healthy">Of the healthy ones.</param>
/// <param name="Degraded">Of the degraded ones.</param>
/// <param name="Excluded">Of the excluded ones.</param>
public readonly record struct TierWeights(long Total, long Healthy, long Degraded, long Excluded);
