namespace ClientFailover.Dns;

/// <summary>How long a watch pauses before its next round. Functions of numbers: no clock, no randomness of their own.</summary>
internal static class RefreshPacing
{
    /// <summary>By how much a pause may be longer than the TTL, so that the processes of a fleet do not ask all at once.</summary>
    public const double Jitter = 0.1;

    /// <summary>How many of a round's questions lengthen the pause after it.</summary>
    public const int MaxCounted = 5;

    /// <summary>After a good round: until the first answer expires, and jitter; but <see cref="DnsSettings.MinRefresh"/> for each question the round asked.</summary>
    /// <param name="expiry">When the first answer expires, from now; at most <see cref="DnsSettings.MaxRefresh"/>.</param>
    /// <param name="asked">How many questions the round asked.</param>
    /// <param name="settings">The floor.</param>
    /// <param name="random">0 or more, below 1.</param>
    public static TimeSpan AfterAnswer(TimeSpan expiry, int asked, DnsSettings settings, double random)
    {
        var floor = settings.MinRefresh * Math.Clamp(asked, 1, MaxCounted);
        return (expiry > floor ? expiry : floor) * (1 + (Jitter * random));
    }

    /// <summary>After the <paramref name="failures"/>th failed round in a row: even jitter between the floor and the cap.</summary>
    /// <param name="failures">1 or more.</param>
    /// <param name="settings">Base, cap and floor.</param>
    /// <param name="random">0 or more, below 1.</param>
    public static TimeSpan AfterFailure(int failures, DnsSettings settings, double random) =>
        BackoffSchedule.Delay(settings.BackoffBase, settings.BackoffMax, settings.MinRefresh, failures, random);
}
