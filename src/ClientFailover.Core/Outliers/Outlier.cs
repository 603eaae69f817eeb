namespace ClientFailover;

/// <summary>An endpoint that a rule has found.</summary>
/// <param name="Member">Its place among those the rule was shown.</param>
/// <param name="Evidence">What the rule saw.</param>
public readonly record struct Outlier(int Member, EjectionEvidence Evidence)
{
    /// <summary>Whether it may only be weighted down: it is slow, not dead.</summary>
    public bool IsMild => Evidence.Reason == EjectionReason.Latency;
}
