namespace ClientFailover;

/// <summary>The return of traffic to a tier has begun to wait, begun, ended, or was broken off.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Tier">The tier.</param>
/// <param name="From">Where it stood.</param>
/// <param name="To">Where it stands.</param>
public sealed record TierReturnMoved(ServiceName Service, MonotonicTime At, int Tier, FailbackGate From, FailbackGate To) : FailoverEvent(Service, At);
