namespace ClientFailover.Testing;

/// <summary>A clock's present time as Core takes it.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>The time since timestamp 0, whatever the clock's frequency.</summary>
    public static MonotonicTime Now(this TimeProvider time) => new(time.GetElapsedTime(0).Ticks);
}
