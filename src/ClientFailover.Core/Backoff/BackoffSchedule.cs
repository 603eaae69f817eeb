namespace ClientFailover;

/// <summary>How long to wait before the next try: exponential, with full jitter.</summary>
/// <remarks>
/// Full jitter, a wait anywhere between nothing and the bound, spreads callers that failed together over the whole of it; a wait near the bound would send them
/// back together. Source: AWS Architecture Blog, "Exponential backoff and jitter"; Envoy's retry back-off.
/// </remarks>
public static class BackoffSchedule
{
    /// <summary>The wait before a retry: random x min(max, base x factor^(retry - 1)).</summary>
    /// <param name="policy">Base, factor and maximum.</param>
    /// <param name="retry">The how-manieth retry it is, 1 or more.</param>
    /// <param name="random">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="retry"/> is below 1.</exception>
    public static TimeSpan Delay(AttemptPolicy policy, int retry, double random)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 1);
        var bound = policy.BackoffBase.Ticks * Math.Pow(policy.BackoffFactor, retry - 1); // infinite for a large retry, and then the maximum holds
        return new((long)(Math.Min(bound, policy.BackoffMax.Ticks) * random));
    }
}
