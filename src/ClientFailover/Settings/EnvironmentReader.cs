namespace ClientFailover;

/// <summary>Reads an environment variable; null when it is not set. A test hands in its own.</summary>
internal delegate string? EnvironmentReader(string name);
