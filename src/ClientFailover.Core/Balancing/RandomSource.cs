namespace ClientFailover;

/// <summary>A small random number generator (SplitMix64) that is handed to a decision together with its seed, so that the decision can be replayed.</summary>
/// <remarks>A mutable value: pass it by reference. Not for secrets.</remarks>
/// <param name="seed">Any number; equal seeds give equal sequences.</param>
public struct RandomSource(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number in 0..<paramref name="bound"/>-1, each equally likely.</summary>
    /// <remarks>
    /// Lemire's multiplication: the high half of a 64 x 64 bit product. Without the rejection loop of his paper some values would be likelier
    /// by at most bound / 2^64, which no experiment could find.
    /// </remarks>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number in 0 (inclusive) .. 1 (exclusive).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));
}
