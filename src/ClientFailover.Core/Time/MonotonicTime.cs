namespace ClientFailover;

/// <summary>A point on a clock that only moves forward, in 100 ns ticks since an origin that means nothing by itself.</summary>
/// <remarks>
/// Everything in this library that measures a duration does so by subtracting two of these. A wall clock would do harm:
/// it steps by an hour when a machine's time is corrected, and an ejection would last for an hour.
/// Core never reads a clock: the time is always an argument, so a decision can be replayed in a test.
/// </remarks>
/// <param name="Ticks">Ticks of 100 ns since the origin of the clock in use.</param>
public readonly record struct MonotonicTime(long Ticks) : IComparable<MonotonicTime>
{
    /// <summary>The origin: earlier than, or equal to, every time a clock gives out.</summary>
    public static readonly MonotonicTime Zero;

    /// <summary>The duration from <paramref name="earlier"/> to <paramref name="later"/>; negative when they are in the other order.</summary>
    public static TimeSpan operator -(MonotonicTime later, MonotonicTime earlier) => new(later.Ticks - earlier.Ticks);

    /// <summary>The time <paramref name="duration"/> after <paramref name="time"/>; saturates instead of overflowing.</summary>
    public static MonotonicTime operator +(MonotonicTime time, TimeSpan duration) =>
        new((long)Int128.Clamp((Int128)time.Ticks + duration.Ticks, long.MinValue, long.MaxValue));

    /// <summary>Whether <paramref name="left"/> is before <paramref name="right"/>.</summary>
    public static bool operator <(MonotonicTime left, MonotonicTime right) => left.Ticks < right.Ticks;

    /// <summary>Whether <paramref name="left"/> is after <paramref name="right"/>.</summary>
    public static bool operator >(MonotonicTime left, MonotonicTime right) => left.Ticks > right.Ticks;

    /// <summary>Whether <paramref name="left"/> is not after <paramref name="right"/>.</summary>
    public static bool operator <=(MonotonicTime left, MonotonicTime right) => left.Ticks <= right.Ticks;

    /// <summary>Whether <paramref name="left"/> is not before <paramref name="right"/>.</summary>
    public static bool operator >=(MonotonicTime left, MonotonicTime right) => left.Ticks >= right.Ticks;

    /// <inheritdoc/>
    public int CompareTo(MonotonicTime other) => Ticks.CompareTo(other.Ticks);

    /// <inheritdoc/>
    public override string ToString() => new TimeSpan(Ticks).ToString();
}
