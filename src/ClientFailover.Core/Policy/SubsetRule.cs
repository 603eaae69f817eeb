namespace ClientFailover;

/// <summary>A part of a service's endpoints that gets a share of its calls: a canary, or the green of blue and green.</summary>
/// <param name="Selector">Which endpoints.</param>
/// <param name="Share">The share (0..1) of the calls. 0 keeps all calls away from them.</param>
public sealed record SubsetRule(EndpointSelector Selector, double Share);
