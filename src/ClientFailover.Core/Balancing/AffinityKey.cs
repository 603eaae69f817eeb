namespace ClientFailover;

/// <summary>A point on the ring, from the text that calls are known by. The same in every process.</summary>
/// <param name="Hash">The point.</param>
public readonly record struct AffinityKey(ulong Hash)
{
    /// <summary>The key of a text, which is compared exactly.</summary>
    /// <remarks>FNV-1a over the UTF-16 units, then the finalizer of MurmurHash3: FNV alone leaves keys that differ in their last sign beside each other.</remarks>
    public static AffinityKey Of(ReadOnlySpan<char> text)
    {
        const ulong Prime = 1099511628211;
        var hash = 14695981039346656037;
        foreach (var unit in text)
        {
            hash = (hash ^ (byte)unit) * Prime;
            hash = (hash ^ (byte)(unit >> 8)) * Prime;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return new(hash ^ (hash >> 33));
    }

    /// <summary>The key as a number from 0 to 1, for what is to be chosen by it and not by chance; independent of where on a ring it lies.</summary>
    public double Point => ((Hash * 0x9E3779B97F4A7C15) >> 11) * (1.0 / (1UL << 53));
}
