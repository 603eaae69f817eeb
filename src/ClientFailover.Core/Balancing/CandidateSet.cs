using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ClientFailover;

/// <summary>The endpoints a picker chooses from, with their weights. Immutable.</summary>
public sealed class CandidateSet
{
    /// <summary>Nobody.</summary>
    public static readonly CandidateSet Empty = new([], 1);

    /// <summary>Weights are kept in hundredths, so that a weighted-down endpoint has a whole number too.</summary>
    private const int Scale = 100;

    private readonly Candidate[] _items;
    private readonly long[]? _cumulative;

    /// <summary>Creates a set.</summary>
    /// <param name="items">The endpoints.</param>
    /// <param name="weightedDown">What the weight of an endpoint that is <see cref="EndpointHealth.WeightedDown"/> is multiplied by, more than 0 and at most 1.</param>
    public CandidateSet(ImmutableArray<Candidate> items, double weightedDown)
    {
        _items = ImmutableCollectionsMarshal.AsArray(items) ?? []; // shared, never written: a tier's sets are views of its members
        _cumulative = Cumulate(_items, weightedDown);
    }

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

    private static long[]? Cumulate(Candidate[] items, double weightedDown)
    {
        var uniform = true;
        var sums = new long[items.Length];
        long sum = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var weight = items[i].Endpoint.Weight * (long)Scale;
            if (items[i].Health == EndpointHealth.WeightedDown)
            {
                weight = Math.Max(1, (long)(weight * weightedDown));
            }

            sums[i] = sum += weight;
            uniform &= weight == sums[0];
        }

        // Weights that are equal but not 1 share alike, and need no table either.
        return uniform ? null : sums;
    }
}
