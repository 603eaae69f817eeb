using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ClientFailover;

/// <summary>The endpoints a picker chooses from, with their weights. Immutable.</summary>
public sealed class CandidateSet
{
    /// <summary>Nobody.</summary>
    public static readonly CandidateSet Empty = new([]);

    /// <summary>Weights are kept in hundredths, so that an endpoint with a small share has a whole number too.</summary>
    private const int Scale = 100;

    private readonly Candidate[] _items;
    private readonly long[]? _cumulative;
    private readonly long _largest;
    private HashRing? _ring;

    /// <summary>Creates a set.</summary>
    /// <param name="items">The endpoints, each with the share of its weight that counts.</param>
    public CandidateSet(ImmutableArray<Candidate> items)
    {
        _items = ImmutableCollectionsMarshal.AsArray(items) ?? []; // shared, never written: a tier's sets are views of its members
        (_cumulative, _largest) = Cumulate(_items);
    }

    /// <summary>The endpoints on a ring; made when it is first asked for, or ahead.</summary>
    internal HashRing Ring
    {
        get
        {
            if (!IsRingAsked)
            {
                IsRingAsked = true;
            }

            return _ring ?? Interlocked.CompareExchange(ref _ring, new(this), null) ?? _ring;
        }
    }

    /// <summary>Whether <see cref="Ring"/> is there, so that asking for it costs nothing.</summary>
    internal bool HasRing => _ring is not null;

    /// <summary>Whether a call has asked for <see cref="Ring"/>.</summary>
    internal bool IsRingAsked { get; private set; }

    /// <summary>Makes <see cref="Ring"/> ahead; to be called before calls see this set.</summary>
    internal void MakeRing() => _ring ??= Count == 0 ? null : new(this);

    /// <summary>How many there are.</summary>
    public int Count => _items.Length;

    /// <summary>Whether all weigh the same.</summary>
    public bool IsUniform => _cumulative is null;

    /// <summary>The sum of the weights, in hundredths.</summary>
    public long TotalWeight => _cumulative is null ? Count * (long)Scale : _cumulative[^1];

    /// <summary>The candidate at <paramref name="index"/>.</summary>
    public ref readonly Candidate this[int index] => ref _items[index];

    /// <summary>The weight of the candidate at <paramref name="index"/>, in hundredths.</summary>
    public long WeightOf(int index) => _cumulative is null ? Scale : _cumulative[index] - Start(index);

    /// <summary>The weight of the candidate at <paramref name="index"/> relative to the largest, more than 0 and at most 1.</summary>
    public double RelativeWeightOf(int index) => _cumulative is null ? 1 : (double)WeightOf(index) / _largest;

    /// <summary>The candidate whose share of the weights a point lies in.</summary>
    /// <param name="point">0 to <see cref="TotalWeight"/> - 1.</param>
    public int At(long point)
    {
        if (_cumulative is null)
        {
            return (int)(point / Scale);
        }

        var found = Array.BinarySearch(_cumulative, point + 1);
        return found >= 0 ? found : ~found;
    }

    /// <summary>The sum of the weights before the candidate at <paramref name="index"/>.</summary>
    public long Start(int index) => _cumulative is null ? index * (long)Scale : index == 0 ? 0 : _cumulative[index - 1];

    private static (long[]? Sums, long Largest) Cumulate(Candidate[] items)
    {
        var uniform = true;
        var sums = new long[items.Length];
        var (sum, largest) = (0L, 0L);
        for (var i = 0; i < items.Length; i++)
        {
            var weight = items[i].Endpoint.Weight * (long)Scale;
            if (items[i].Share < 1)
            {
                weight = Math.Max(1, (long)(weight * items[i].Share));
            }

            sums[i] = sum += weight;
            largest = Math.Max(largest, weight);
            uniform &= weight == sums[0];
        }

        // Weights that are equal but not 1 share alike, and need no table either.
        return (uniform ? null : sums, largest);
    }
}
