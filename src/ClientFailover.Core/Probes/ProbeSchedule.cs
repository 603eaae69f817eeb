namespace ClientFailover;

/// <summary>When an endpoint is probed next.</summary>
public static class ProbeSchedule
{
    /// <summary>The interval in force: the short one for endpoints in doubt, which a suspect is until it has passed.</summary>
    public static TimeSpan IntervalOf(ProbeState state, ProbePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        return state.IsDoubtful || (state.Verdict is null && policy.Mode == ProbeMode.Suspects) ? policy.UnhealthyInterval : policy.Interval;
    }

    /// <summary>
    /// The first probe of the endpoint at <paramref name="index"/> of <paramref name="count"/> that are new at once: each gets a random place in its own slice of
    /// the interval, so that a thousand are spread evenly over it, closer than chance alone would, and none waits longer than the interval.
    /// </summary>
    public static MonotonicTime First(ProbeState state, int index, int count, MonotonicTime now, ProbePolicy policy, ref RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return now + (IntervalOf(state, policy) * ((index + random.NextDouble()) / count));
    }

    /// <summary>The probe after one that began at <paramref name="began"/>: an interval later, less a random share of it of at most <see cref="ProbePolicy.Jitter"/>.</summary>
    /// <remarks>Counted from the beginning, so that slow answers do not stretch the interval.</remarks>
    public static MonotonicTime Next(ProbeState state, MonotonicTime began, ProbePolicy policy, ref RandomSource random) =>
        began + (IntervalOf(state, policy) * (1 - (policy.Jitter * random.NextDouble())));
}
