namespace ClientFailover;

/// <summary>One endpoint as a review of the ejections sees it.</summary>
/// <param name="Identity">The endpoint.</param>
/// <param name="Tier">Its tier: ejections are bounded tier by tier.</param>
/// <param name="ConsecutiveFailures">Failed attempts in a row.</param>
/// <param name="ConsecutiveConnectFailures">Failed connects in a row.</param>
public readonly record struct OutlierCandidate(EndpointIdentity Identity, int Tier, int ConsecutiveFailures, int ConsecutiveConnectFailures);
