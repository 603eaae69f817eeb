namespace ClientFailover.Testing;

/// <summary>Puts a client process together.</summary>
/// <param name="setup">What it must be made of.</param>
public delegate IScenarioClient ScenarioClientFactory(ScenarioClientSetup setup);
