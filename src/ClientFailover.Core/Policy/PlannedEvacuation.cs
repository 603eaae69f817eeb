namespace ClientFailover;

/// <summary>An evacuation that stands in the policy, so that it holds for every process that reads it, and from its start on.</summary>
/// <param name="Target">Where.</param>
/// <param name="Action">What.</param>
/// <param name="Reason">Why; stands in logs and events.</param>
/// <param name="Until">When it ends by itself, by the wall clock.</param>
public sealed record PlannedEvacuation(EvacuationTarget Target, EvacuationAction Action, string Reason, DateTimeOffset Until);
