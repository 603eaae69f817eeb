namespace ClientFailover;

/// <summary>What the attempts at the endpoints of one version came to lately.</summary>
/// <param name="Version">The version; empty for the endpoints that name none.</param>
/// <param name="Rate">Their attempts together.</param>
/// <param name="Endpoints">How many endpoints there are of it.</param>
/// <param name="Failing">How many of them had failures.</param>
public readonly record struct VersionEvidence(string Version, RateSample Rate, int Endpoints, int Failing);
