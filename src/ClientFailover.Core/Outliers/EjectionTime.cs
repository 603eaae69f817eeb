namespace ClientFailover;

/// <summary>How long an ejection lasts.</summary>
public static class EjectionTime
{
    /// <summary>min(base x growth(count), max), longer by a random share of at most <see cref="OutlierDetectionPolicy.EjectionTimeJitter"/>. The growth is 2^(count - 1), or count (<see cref="EjectionGrowth"/>).</summary>
    /// <param name="count">The how-manieth ejection of the endpoint this is, 1 or more.</param>
    /// <param name="policy">Base, maximum, growth and jitter.</param>
    /// <param name="random">0 (inclusive) to 1 (exclusive).</param>
    /// <param name="reason">What for: a refused TLS handshake takes the longest time at once.</param>
    public static TimeSpan Of(int count, OutlierDetectionPolicy policy, double random, EjectionReason reason = EjectionReason.ConsecutiveFailures)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var longest = Math.Max(policy.MaxEjectionTime.Ticks, policy.BaseEjectionTime.Ticks);
        var growth = reason == EjectionReason.ConsecutiveTlsFailures ? double.PositiveInfinity : policy.EjectionGrowth == EjectionGrowth.Linear ? count : Math.Pow(2, Math.Min(count - 1, 62));
        return new((long)(Math.Min(policy.BaseEjectionTime.Ticks * growth, longest) * (1 + (policy.EjectionTimeJitter * random))));
    }
}
