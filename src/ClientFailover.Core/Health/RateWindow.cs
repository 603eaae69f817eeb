namespace ClientFailover;

/// <summary>How many attempts succeeded out of how many within a span that slides along with time, by halves: what is small enough to be kept for each route at each endpoint.</summary>
/// <remarks>Not thread-safe. The span that is counted is between a half and all of what is asked for.</remarks>
/// <param name="length">The span. More than zero.</param>
public sealed class RateWindow(TimeSpan length)
{
    private readonly long _halfTicks = Math.Max(1, length.Ticks / 2);
    private RateSample _before;
    private RateSample _now;
    private long _half = long.MinValue;

    /// <summary>Adds an attempt.</summary>
    public void Add(bool succeeded, MonotonicTime now)
    {
        Slide(now);
        _now = new(_now.Successes + (succeeded ? 1 : 0), _now.Total + 1);
    }

    /// <summary>The attempts within the span up to <paramref name="now"/>.</summary>
    public RateSample Sum(MonotonicTime now)
    {
        Slide(now);
        return _before + _now;
    }

    private void Slide(MonotonicTime now)
    {
        var half = now.Ticks / _halfTicks;
        if (half > _half)
        {
            (_before, _now, _half) = (half == _half + 1 ? _now : default, default, half);
        }
    }
}
