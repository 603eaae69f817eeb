using System.Globalization;
using System.Numerics;

namespace ClientFailover;

/// <summary>The endpoints of a set on a ring, each as often as its weight says: when one comes or goes, only the keys move that are its own. Immutable.</summary>
/// <remarks>
/// The heaviest have 1,024 entries each, fewer by powers of two where that would make more than 8,192 in all, and four at the least. Unlike the rings of Envoy and gRPC (A42), whose size is fixed, so that each
/// endpoint's entries change with the number of the others, and keys move that need not.
/// </remarks>
internal sealed class HashRing
{
    private const int MostEntries = 8192;
    private const int MostEach = 1024;
    private const int LeastEach = 4;

    private readonly ulong[] _points;
    private readonly int[] _owners;

    public HashRing(CandidateSet set)
    {
        var each = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(MostEntries / set.Count) + 1) / 2, LeastEach, MostEach);
        var (points, owners) = (new List<ulong>(each * set.Count), new List<int>(each * set.Count));
        Span<char> name = stackalloc char[300];
        for (var i = 0; i < set.Count; i++)
        {
            var identity = set[i].Endpoint.Identity.ToString();
            var entries = Math.Max(1, (int)Math.Round(each * set.RelativeWeightOf(i)));
            for (var j = 0; j < entries; j++)
            {
                points.Add(MemoryExtensions.TryWrite(name, CultureInfo.InvariantCulture, $"{identity}_{j}", out var length)
                    ? AffinityKey.Of(name[..length]).Hash
                    : AffinityKey.Of(string.Create(CultureInfo.InvariantCulture, $"{identity}_{j}")).Hash);
                owners.Add(i);
            }
        }

        (_points, _owners) = ([.. points], [.. owners]);
        Array.Sort(_points, _owners);
    }

    /// <summary>How many entries it has.</summary>
    public int Count => _points.Length;

    /// <summary>The first entry at or after the key.</summary>
    public int Find(AffinityKey key)
    {
        var found = Array.BinarySearch(_points, key.Hash);
        return (found >= 0 ? found : ~found) % _points.Length;
    }

    /// <summary>The place in the set of the endpoint of an entry; entries are counted around the ring.</summary>
    public int OwnerOf(int entry) => _owners[entry % _owners.Length];
}
