using System.Numerics;

namespace ClientFailover;

/// <summary>The latency of a service as a histogram: what share of its answers takes how long. Forgets by and by.</summary>
/// <remarks>
/// <para>
/// Buckets grow with the latency (eight to each doubling, from 0.1 ms to 107 s), so a quantile is exact to an eighth and never too low. There are two generations: when the younger one is full
/// (<see cref="FullAt"/> answers) and at least 10 s old, or 5 minutes old in any case, it becomes the elder, and the elder is forgotten. A busy service is thus known by its last 10
/// to 20 seconds, a quiet one by its last minutes.
/// </para>
/// <para>
/// Lock-free and without allocations; recording is one increment. An answer recorded while the generations change may be lost, or counted with the wrong one: a quantile does not mind.
/// Source of the bucket layout: HdrHistogram.
/// </para>
/// </remarks>
public sealed class LatencyQuantiles
{
    /// <summary>Below so many answers nothing is said: with ten, the p99 is the largest of ten.</summary>
    public const int Enough = 10;

    /// <summary>So many answers say enough of a p99 for the elder generation to be forgotten.</summary>
    public const int FullAt = 200;

    private const int SubBits = 3;
    private const int LowestBit = 10; // 2^10 ticks are 0.1 ms
    private const int HighestBit = 30;
    private const int Buckets = ((HighestBit - LowestBit) << SubBits) + 1;
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(5);

    // The two generations side by side; the low bit of the number says which is the younger.
    private readonly int[] _counts = new int[2 * Buckets];
    private int _generation;
    private long _bornAt = long.MinValue;

    /// <summary>Counts one answer.</summary>
    public void Record(TimeSpan latency) => Interlocked.Increment(ref _counts[((Volatile.Read(ref _generation) & 1) * Buckets) + BucketOf(latency)]);

    /// <summary>Starts another generation when it is time. One caller at a time.</summary>
    public void Age(MonotonicTime now)
    {
        if (_bornAt == long.MinValue)
        {
            _bornAt = now.Ticks;
            return;
        }

        var age = now - new MonotonicTime(_bornAt);
        var younger = _generation & 1;
        if (age < LeastAge || (age < LongestAge && Sum(younger) < FullAt))
        {
            return;
        }

        var elder = _counts.AsSpan((1 - younger) * Buckets, Buckets);
        elder.Clear();
        if (age >= LongestAge * 2)
        {
            _counts.AsSpan(younger * Buckets, Buckets).Clear(); // nobody has asked for so long that neither says anything of now
        }

        _bornAt = now.Ticks;
        Volatile.Write(ref _generation, _generation + 1);
    }

    /// <summary>The latency that a share of the answers does not exceed, rounded up by at most an eighth; null while there are fewer than <see cref="Enough"/>.</summary>
    /// <param name="share">More than 0, less than 1.</param>
    public TimeSpan? Quantile(double share)
    {
        var total = Sum(0) + Sum(1);
        if (total < Enough)
        {
            return null;
        }

        var rank = (long)Math.Ceiling(total * share);
        long seen = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            seen += Volatile.Read(ref _counts[bucket]) + Volatile.Read(ref _counts[Buckets + bucket]);
            if (seen >= rank)
            {
                return UpperBoundOf(bucket);
            }
        }

        return UpperBoundOf(Buckets - 1);
    }

    private long Sum(int generation)
    {
        long sum = 0;
        foreach (var count in _counts.AsSpan(generation * Buckets, Buckets))
        {
            sum += count;
        }

        return sum;
    }

    /// <summary>The highest bit gives the doubling, the three below it the eighth.</summary>
    private static int BucketOf(TimeSpan latency)
    {
        var ticks = (ulong)Math.Clamp(latency.Ticks, 0, (1L << HighestBit) - 1);
        if (ticks < 1UL << LowestBit)
        {
            return 0;
        }

        var bit = BitOperations.Log2(ticks);
        return 1 + ((bit - LowestBit) << SubBits) + (int)((ticks >> (bit - SubBits)) & ((1 << SubBits) - 1));
    }

    private static TimeSpan UpperBoundOf(int bucket)
    {
        if (bucket == 0)
        {
            return new(1L << LowestBit);
        }

        var (doubling, eighth) = Math.DivRem(bucket - 1, 1 << SubBits);
        return new(((1L << SubBits) + eighth + 1) << (doubling + LowestBit - SubBits));
    }
}
