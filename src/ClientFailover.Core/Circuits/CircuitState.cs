namespace ClientFailover;

/// <summary>The state of a circuit. The words are those of an electric circuit: calls flow while it is closed.</summary>
public enum CircuitState
{
    /// <summary>Calls flow.</summary>
    Closed = 0,

    /// <summary>No call is let through while there is a better place.</summary>
    Open = 1,

    /// <summary>A few calls are let through, to see.</summary>
    HalfOpen = 2,
}
