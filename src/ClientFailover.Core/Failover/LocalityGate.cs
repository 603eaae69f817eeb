namespace ClientFailover;

/// <summary>How much of its traffic a locality keeps while its calls fail more often than those elsewhere, or are thought to. Immutable: <see cref="Next"/> gives the next state.</summary>
/// <remarks>
/// First a little traffic goes elsewhere, to learn what it is like there; then, if it is better, most of it; and when the locality is clean again, the traffic comes back as it does to a tier
/// (<see cref="FailbackGate"/>). An outage that is over leaves no doubt behind: when nothing has been held against the locality for a whole window, all of its traffic stays at home again.
/// </remarks>
/// <param name="Return">While the locality is worse: how far its traffic has come back.</param>
/// <param name="DoubtedUntil">While the others are explored: when that ends at the latest.</param>
/// <param name="TrustedUntil">Until when it is not doubted again, because it was found no worse than the others.</param>
public readonly record struct LocalityGate(FailbackGate Return, MonotonicTime? DoubtedUntil, MonotonicTime? TrustedUntil)
{
    /// <summary>A locality that nothing is held against.</summary>
    public static readonly LocalityGate Open = new(FailbackGate.Open, null, null);

    /// <summary>Whether it was found worse than the others, and its traffic has not fully come back.</summary>
    public bool IsReduced => Return.Phase != GatePhase.Open;

    /// <summary>Whether a little of its traffic goes elsewhere to find out.</summary>
    public bool IsDoubted => DoubtedUntil is not null;

    /// <summary>When its calls were last seen to fail so that it is doubted; null when it is not doubted.</summary>
    public MonotonicTime? DoubtedAt { get; init; }

    /// <summary>When the others are explored no longer, if nothing more is held against the locality; null when it is not doubted.</summary>
    /// <param name="policy">The rule's figures.</param>
    public MonotonicTime? ExploredUntil(LocalityComparisonPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return DoubtedAt + policy.Window is { } quiet && quiet < DoubtedUntil ? quiet : DoubtedUntil;
    }

    /// <summary>The share (0..1) of the traffic that it may take where another can take the rest.</summary>
    public double Cap(LocalityComparisonPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return IsReduced ? Return.Cap / 100.0 : IsDoubted ? 1 - policy.ExploratoryShare : 1;
    }

    /// <summary>The state at <paramref name="now"/>.</summary>
    /// <param name="verdict">How its calls fare.</param>
    /// <param name="clean">Whether they fare as well as elsewhere (<see cref="LocalityComparisonRule.IsClean"/>).</param>
    /// <param name="now">The time.</param>
    /// <param name="policy">The rule's figures, and how traffic returns.</param>
    /// <param name="random">0 (inclusive) to 1 (exclusive), for the jitter.</param>
    public LocalityGate Next(LocalityVerdict verdict, bool clean, MonotonicTime now, FailoverPolicy policy, double random)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var comparison = policy.LocalityComparison;
        if (IsReduced)
        {
            return this with { Return = Return.Next(100, clean, now, policy.Failback, random) };
        }

        var isDoubted = verdict == LocalityVerdict.Doubted;
        return verdict switch
        {
            LocalityVerdict.Worse => new(FailbackGate.HeldAt((int)Math.Round(comparison.ReducedShare * 100), policy.Failback, random), null, null),
            LocalityVerdict.Alike => new(Return, null, now + comparison.TrustTime),
            _ when now >= (isDoubted ? DoubtedUntil : ExploredUntil(comparison)) => new(Return, null, isDoubted ? now + comparison.TrustTime : null),
            LocalityVerdict.Doubted when IsDoubted => this with { DoubtedAt = now },
            LocalityVerdict.Doubted when !(now < TrustedUntil) => new(Return, now + comparison.ExplorationTime, null) { DoubtedAt = now },
            _ => this,
        };
    }
}
