namespace ClientFailover;

/// <summary>Where the shell takes the chance from that it hands to Core: the process's own, or a seed's, so that a simulation comes out the same each time. Thread-safe.</summary>
internal sealed class Entropy
{
    /// <summary>Never twice the same.</summary>
    public static readonly Entropy OfTheProcess = new(null);

    private const ulong Step = 0x9E3779B97F4A7C15; // the golden ratio's, as SplitMix64 takes it
    private readonly bool _seeded;
    private ulong _state;

    /// <param name="seed">Equal seeds give equal sequences; null for chance.</param>
    public Entropy(ulong? seed) => (_seeded, _state) = (seed is not null, seed ?? 0);

    /// <summary>Another sequence for a part of its own: how often one part draws then changes nothing for the other.</summary>
    public Entropy For(string part) => _seeded ? new(part.Aggregate(Volatile.Read(ref _state), static (state, letter) => new RandomSource(state ^ letter).Next())) : this;

    public ulong Next() => _seeded ? new RandomSource(Interlocked.Add(ref _state, Step)).Next() : (ulong)Random.Shared.NextInt64();

    public double NextDouble() => _seeded ? new RandomSource(Next()).NextDouble() : Random.Shared.NextDouble();
}
