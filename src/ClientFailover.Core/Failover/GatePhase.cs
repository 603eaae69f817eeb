namespace ClientFailover;

/// <summary>Where the return of traffic to a tier stands.</summary>
public enum GatePhase
{
    /// <summary>The tier takes all it can.</summary>
    Open = 0,

    /// <summary>The tier had lost capacity: it takes no more than what was left, until it was clean for long enough.</summary>
    Holding = 1,

    /// <summary>The traffic is coming back.</summary>
    Ramping = 2,
}
