namespace ClientFailover;

/// <summary>A change of a circuit.</summary>
/// <param name="From">What it was.</param>
/// <param name="To">What it is now.</param>
public readonly record struct CircuitTransition(CircuitSnapshot From, CircuitSnapshot To);
