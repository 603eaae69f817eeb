namespace ClientFailover;

/// <summary>What may be held against an endpoint at present.</summary>
public enum ReviewScope
{
    /// <summary>Everything.</summary>
    All = 0,

    /// <summary>
    /// That it cannot be connected to, and nothing else: calls fail alike in every locality, so the fault is one they share. Who was ejected for another
    /// reason is released.
    /// </summary>
    Connecting = 1,

    /// <summary>Nothing: this process itself is sick, and what it sees of others is no evidence. Who is due is released.</summary>
    None = 2,
}
