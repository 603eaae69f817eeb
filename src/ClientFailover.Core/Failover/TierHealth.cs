namespace ClientFailover;
/// <summary>stub</summary>
public readonly record struct TierHealth(long Total, long Healthy, long Degraded = 0, long Excluded = 0);
