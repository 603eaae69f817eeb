namespace ClientFailover;

/// <summary>What an attempt that was given up before it was heard of says about its endpoint.</summary>
/// <remarks>
/// Mostly nothing: callers lose patience, and the slower of two attempts is given up with the faster one's answer. But a silence far beyond what the service takes is evidence, or a host that
/// hangs is never found behind callers who give up early. Where another endpoint has answered the same request, its time is the better measure: a request that takes long everywhere
/// blames nobody.
/// </remarks>
public static class SilenceRule
{
    /// <summary>How many times as long as the winner an attempt must have been silent.</summary>
    private const int Factor = 3;

    /// <summary><see cref="OutcomeKind.Silent"/> or <see cref="OutcomeKind.Cancelled"/>.</summary>
    /// <param name="waited">How long the attempt was under way.</param>
    /// <param name="silence">From when on a silence counts: <see cref="Patience.Silence"/>.</param>
    /// <param name="winner">How long the answer took at another endpoint; null when there was none.</param>
    public static OutcomeKind Of(TimeSpan waited, TimeSpan silence, TimeSpan? winner = null) =>
        waited >= silence && (winner is not { } took || waited.Ticks / Factor >= took.Ticks) ? OutcomeKind.Silent : OutcomeKind.Cancelled;
}
