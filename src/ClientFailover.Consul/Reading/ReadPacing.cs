namespace ClientFailover.Consul;

/// <summary>How long a watch pauses before its next read. Functions of numbers: no clock, no randomness of their own.</summary>
internal static class ReadPacing
{
    /// <summary>The pause between reads when Consul gives no index to wait on, or a follower is behind (at most 243 ms were measured).</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How much longer or shorter a pause between reads that do not wait may be, so that not all processes come at once.</summary>
    public const double Jitter = 0.1;

    /// <summary>After a good answer: what is missing to <paramref name="minInterval"/> since the read began, so nothing after a quiet time.</summary>
    public static TimeSpan AfterAnswer(TimeSpan sinceReadBegan, bool canWait, TimeSpan minInterval)
    {
        var interval = canWait || minInterval > PollInterval ? minInterval : PollInterval;
        return sinceReadBegan < interval ? interval - sinceReadBegan : TimeSpan.Zero;
    }

    /// <summary>After a good answer to what cannot wait for a change.</summary>
    /// <param name="interval">How often it is read.</param>
    /// <param name="random">0 or more, below 1.</param>
    public static TimeSpan BetweenPolls(TimeSpan interval, double random) => interval * (1 - Jitter + (2 * Jitter * random));

    /// <summary>After the <paramref name="failures"/>th failed read in a row: even jitter between the floor and the cap.</summary>
    /// <param name="failures">1 or more.</param>
    /// <param name="settings">Base, cap and floor.</param>
    /// <param name="random">0 or more, below 1.</param>
    public static TimeSpan AfterFailure(int failures, ConsulSettings settings, double random) =>
        BackoffSchedule.Delay(settings.BackoffBase, settings.BackoffMax, settings.MinInterval, failures, random);
}
