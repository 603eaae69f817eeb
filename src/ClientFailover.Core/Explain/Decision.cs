namespace ClientFailover;

/// <summary>What a plan has decided about one endpoint.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Tier">Its tier, 0 is the best; -1 when it belongs to none.</param>
/// <param name="Health">What the planner makes of it.</param>
/// <param name="Refusal">Why it takes no traffic; <see cref="RefusalReason.None"/> when it takes some.</param>
public sealed record Decision(Endpoint Endpoint, int Tier, EndpointHealth Health, RefusalReason Refusal);
