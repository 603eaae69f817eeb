namespace ClientFailover;

/// <summary>What one probe found.</summary>
/// <param name="Verdict">What it says of the endpoint.</param>
/// <param name="Reason">Why, in words for an operator: <c>HTTP 503, expected 200-299</c>. Short, and never a part of an answer's body.</param>
public readonly record struct ProbeResult(ProbeVerdict Verdict, string Reason)
{
    /// <summary>How long it took. Whoever runs the probe measures it; a probe need not.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>
    /// Whether a failure counts at once, whatever <see cref="ProbePolicy.UnhealthyThreshold"/> says: the endpoint answered, and answered that it cannot
    /// serve. A connection that fails may be the network's doing, and is asked about again.
    /// </summary>
    public bool IsImmediate { get; init; }

    /// <summary>The endpoint is alive: whatever it asks for, it answered.</summary>
    public bool IsPass => Verdict != ProbeVerdict.Failed;

    /// <summary>A pass.</summary>
    public static ProbeResult Passed(string reason) => new(ProbeVerdict.Passed, reason);

    /// <summary>A failure that counts towards <see cref="ProbePolicy.UnhealthyThreshold"/>.</summary>
    public static ProbeResult Failed(string reason) => new(ProbeVerdict.Failed, reason);

    /// <summary>A failure that counts at once.</summary>
    public static ProbeResult FailedAtOnce(string reason) => new(ProbeVerdict.Failed, reason) { IsImmediate = true };
}
