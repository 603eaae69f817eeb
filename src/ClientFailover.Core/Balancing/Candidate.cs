namespace ClientFailover;

/// <summary>An endpoint in a plan, with the record of its calls.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Stats">What its calls have shown.</param>
/// <param name="Health">What the planner makes of it.</param>
/// <param name="Tier">Its tier, 0 is the best.</param>
/// <param name="Share">What its weight is multiplied by at present, more than 0 and at most 1: less than 1 while it is weighted down or warming up (<see cref="SlowStart"/>).</param>
public readonly record struct Candidate(Endpoint Endpoint, EndpointStats Stats, EndpointHealth Health, int Tier, float Share = 1);
