namespace ClientFailover.Testing;

/// <summary>Client processes that run in one place.</summary>
/// <param name="Count">How many, 1 or more.</param>
/// <param name="Locality">Where they run.</param>
public sealed record ScenarioClients(int Count, Locality Locality);
