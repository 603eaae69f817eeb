namespace ClientFailover;

/// <summary>Says that a resolver of this name is registered.</summary>
internal sealed record KnownSource(string Name);
