namespace ClientFailover;

/// <summary>A change of what the probes say of an endpoint.</summary>
/// <param name="Identity">The endpoint.</param>
/// <param name="From">What they said before; null for nothing.</param>
/// <param name="State">What they say now.</param>
public readonly record struct ProbeTransition(EndpointIdentity Identity, ProbeVerdict? From, ProbeState State);
