namespace ClientFailover.Kubernetes;

/// <summary>How long a feed pauses before its next request. Functions of numbers: no clock, no randomness of their own.</summary>
internal static class RequestPacing
{
    /// <summary>A server that asks for a longer rest does not get it: a mistaken header must not end the watch.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(2);

    /// <summary>
    /// For how long a watch is held open: between half of <paramref name="most"/> and all of it. What a server's restart has brought together must not come back
    /// together each time: client-go does the same.
    /// </summary>
    /// <param name="most">The option.</param>
    /// <param name="random">0 or more, below 1.</param>
    public static TimeSpan WatchFor(TimeSpan most, double random) => most * (1 - (random / 2));

    /// <summary>After the <paramref name="failures"/>th failure in a row: even jitter between the floor and the cap.</summary>
    /// <param name="failures">1 or more.</param>
    /// <param name="settings">Base, cap and floor.</param>
    /// <param name="retryAfter">What the server asks for; up to a half more is waited, lest all come back at once.</param>
    /// <param name="random">0 or more, below 1.</param>
    public static TimeSpan AfterFailure(int failures, KubernetesSettings settings, TimeSpan? retryAfter, double random)
    {
        var pause = BackoffSchedule.Delay(settings.BackoffBase, settings.BackoffMax, settings.MinInterval, failures, random);
        if (retryAfter is not { } asked || asked <= TimeSpan.Zero)
        {
            return pause;
        }

        var rest = (asked < MaxRetryAfter ? asked : MaxRetryAfter) * (1 + (random / 2));
        return rest > pause ? rest : pause;
    }
}
