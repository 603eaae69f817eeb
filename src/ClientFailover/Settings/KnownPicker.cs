namespace ClientFailover;

/// <summary>Says that a picker of this name is registered.</summary>
internal sealed record KnownPicker(string Name);
