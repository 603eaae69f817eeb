namespace ClientFailover;

/// <summary>Reads a <see cref="TimeProvider"/> as <see cref="MonotonicTime"/>. The one place where the shell meets a clock.</summary>
internal sealed class MonotonicClock(TimeProvider timeProvider)
{
    private readonly long _frequency = timeProvider.TimestampFrequency;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public MonotonicTime Now
    {
        get
        {
            var timestamp = TimeProvider.GetTimestamp();
            return _frequency switch
            {
                1_000_000_000 => new(timestamp / 100), // what Linux and macOS have: spares a division by a variable
                TimeSpan.TicksPerSecond => new(timestamp),
                _ => new((long)((Int128)timestamp * TimeSpan.TicksPerSecond / _frequency)),
            };
        }
    }

    /// <summary>When the wall clock will show a time, as far as can be said now.</summary>
    public MonotonicTime At(DateTimeOffset time) => Now + (time - TimeProvider.GetUtcNow());
}
