namespace ClientFailover.Testing;

/// <summary>Which way an event of a drill goes.</summary>
public enum DrillEventKind
{
    /// <summary>Something is taken away: traffic has to move.</summary>
    Outage = 0,

    /// <summary>Something comes back: traffic should return.</summary>
    Recovery = 1,
}
