namespace ClientFailover.Testing;

/// <summary>Something a drill did: a crash, a black hole, a return. Immutable.</summary>
/// <param name="Name">What happened, for the report.</param>
/// <param name="Kind">Whether it took something away or brought it back.</param>
/// <param name="At">When it happened.</param>
public sealed record DrillEvent(string Name, DrillEventKind Kind, MonotonicTime At);
