namespace ClientFailover.Samples;

/// <summary>One backend: what it really does, and what the client makes of it.</summary>
internal sealed record BackendLine(string Name, string Address, string State, string Health);
