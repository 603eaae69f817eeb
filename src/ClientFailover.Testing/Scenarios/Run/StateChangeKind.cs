namespace ClientFailover.Testing;

/// <summary>A kind of decision.</summary>
internal enum StateChangeKind
{
    /// <summary>An endpoint was ejected or weighted down, or went from the one to the other.</summary>
    Ejected,

    /// <summary>An endpoint takes its share again.</summary>
    Released,

    /// <summary>Most of the traffic goes to another kind of tier.</summary>
    TierSwitched,
}
