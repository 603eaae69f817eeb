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
        return Jittered(policy.BackoffBase, policy.BackoffFactor, policy.BackoffMax, retry, random);
    }

    /// <summary>The pause of a loop that asks a server over and over, after failures in a row: floor + random x (bound - floor), with bound = min(max, base x 2^(failures - 1)). Evenly spread above the floor: what lay below it would else all come at its end.</summary>
    /// <param name="first">The bound of the first pause, the formula's base.</param>
    /// <param name="max">The bound of every pause.</param>
    /// <param name="floor">No pause is shorter, whatever the random number: nobody else's back-off protects the server from this loop.</param>
    /// <param name="failures">1 or more.</param>
    /// <param name="random">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="failures"/> is below 1.</exception>
    public static TimeSpan Delay(TimeSpan first, TimeSpan max, TimeSpan floor, int failures, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var spread = Jittered(first, 2, max, failures, random: 1) - floor;
        return spread > TimeSpan.Zero ? floor + (spread * random) : floor;
    }

    private static TimeSpan Jittered(TimeSpan first, double factor, TimeSpan max, int time, double random)
    {
        var bound = first.Ticks * Math.Pow(factor, time - 1); // infinite for a large number, and then the maximum holds
        return new((long)(Math.Min(bound, max.Ticks) * random));
    }
}
