namespace ClientFailover;

/// <summary>What attempts came to within a span that slides along with time, in buckets.</summary>
/// <remarks>One writer at a time; not thread-safe. A bucket leaves as a whole, so the span that is counted is up to one bucket shorter than asked for.</remarks>
public sealed class HealthWindow
{
    private readonly HealthCounts[] _buckets;
    private readonly long _bucketTicks;
    private long _newest = long.MinValue;

    /// <summary>Creates an empty window.</summary>
    /// <param name="length">The span. More than zero.</param>
    /// <param name="buckets">In how many steps it slides. 1 or more; 10 by default (Linkerd).</param>
    public HealthWindow(TimeSpan length, int buckets = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        (Length, _buckets) = (length, new HealthCounts[buckets]);
        _bucketTicks = Math.Max(1, length.Ticks / buckets);
    }

    /// <summary>The span.</summary>
    public TimeSpan Length { get; }

    /// <summary>Adds what has just happened.</summary>
    public void Add(in HealthCounts counts, MonotonicTime now)
    {
        Slide(now);
        ref var bucket = ref _buckets[Index(_newest)];
        bucket += counts;
    }

    /// <summary>What happened within the span up to <paramref name="now"/>.</summary>
    public HealthCounts Sum(MonotonicTime now)
    {
        Slide(now);
        var sum = default(HealthCounts);
        foreach (ref readonly var bucket in _buckets.AsSpan())
        {
            sum += bucket;
        }

        return sum;
    }

    /// <summary>
    /// What happened most recently: the shortest part of the span, back from <paramref name="now"/>, that holds <paramref name="least"/> attempts; the whole span when none does.
    /// A place that has just died is not hidden by how well it did a few seconds ago.
    /// </summary>
    public HealthCounts Latest(MonotonicTime now, int least)
    {
        Slide(now);
        var sum = default(HealthCounts);
        for (var age = 0; age < _buckets.Length && sum.Total < least; age++)
        {
            sum += _buckets[Index(_newest - age)];
        }

        return sum;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_buckets);

    private void Slide(MonotonicTime now)
    {
        var current = now.Ticks / _bucketTicks;
        if (current <= _newest)
        {
            return;
        }

        if (_newest < current - _buckets.Length)
        {
            Clear();
        }
        else
        {
            for (var passed = _newest + 1; passed <= current; passed++)
            {
                _buckets[Index(passed)] = default;
            }
        }

        _newest = current;
    }

    private int Index(long bucket) => (int)(((bucket % _buckets.Length) + _buckets.Length) % _buckets.Length);
}
