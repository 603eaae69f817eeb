namespace ClientFailover;

/// <summary>What the probes of one endpoint say, and the fold that takes in one result after the other. Immutable.</summary>
/// <remarks>
/// <para>
/// Envoy's rules: the first pass of an endpoint nothing is held against makes it healthy; then <see cref="ProbePolicy.UnhealthyThreshold"/> failures in a
/// row make it unhealthy, and <see cref="ProbePolicy.HealthyThreshold"/> passes healthy again; an answer that itself says "I cannot serve" counts at once.
/// </para>
/// <para>
/// "Degraded" and "draining" are passes: the endpoint lives and says what it wants. Between the three the last answer counts at once, since it is the
/// endpoint's own word and no guess about the network.
/// </para>
/// </remarks>
public sealed record ProbeState
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly ProbeState Unknown = new();

    /// <summary>What the probes say; null as long as there are too few for a verdict.</summary>
    public ProbeVerdict? Verdict { get; private init; }

    /// <summary>Since when they say so; when <see cref="Verdict"/> is null, the origin of the clock.</summary>
    public MonotonicTime Since { get; private init; }

    /// <summary>How many in a row passed, up to the last.</summary>
    public int ConsecutivePasses { get; private init; }

    /// <summary>How many in a row failed, up to the last.</summary>
    public int ConsecutiveFailures { get; private init; }

    /// <summary>The last result; its reason is empty before the first.</summary>
    public ProbeResult Last { get; private init; } = new(ProbeVerdict.Passed, "");

    /// <summary>When a probe passed last; null when none has.</summary>
    public MonotonicTime? LastPassedAt { get; private init; }

    /// <summary>Whether a closer look is due: the endpoint failed its last probe, or is unhealthy and has not yet passed often enough.</summary>
    public bool IsDoubtful => Verdict == ProbeVerdict.Failed || ConsecutiveFailures > 0;

    /// <summary>The state after one more result.</summary>
    public ProbeState Apply(in ProbeResult result, MonotonicTime now, ProbePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var passes = result.IsPass ? AtMostMax(ConsecutivePasses) : 0;
        var failures = result.IsPass ? 0 : AtMostMax(ConsecutiveFailures);
        var verdict = result.IsPass
            ? passes >= PassesNeeded(policy) ? result.Verdict : Verdict
            : result.IsImmediate || failures >= policy.UnhealthyThreshold ? ProbeVerdict.Failed : Verdict;
        return this with
        {
            Verdict = verdict,
            Since = verdict == Verdict ? Since : now,
            ConsecutivePasses = passes,
            ConsecutiveFailures = failures,
            Last = result,
            LastPassedAt = result.IsPass ? now : LastPassedAt,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(Last.Reason) ? "not probed yet" : $"{Verdict?.ToString() ?? "undecided"}, last probe: {Last.Reason}";

    // One pass is enough for an endpoint nothing is held against. A suspect has been failing calls: its first pass must be confirmed.
    private int PassesNeeded(ProbePolicy policy) => Verdict switch
    {
        ProbeVerdict.Failed => policy.HealthyThreshold,
        null => policy.Mode == ProbeMode.Suspects ? policy.HealthyThreshold : 1,
        _ => 1,
    };

    private static int AtMostMax(int count) => count == int.MaxValue ? count : count + 1;
}
