using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>Where the calling process runs, and the labels it compares endpoints with. Immutable.</summary>
/// <param name="Locality">Its region, zone and sub-zone.</param>
public sealed record Caller(Locality Locality)
{
    /// <summary>A caller of which nothing is known: all endpoints are equally near.</summary>
    public static readonly Caller Unknown = new(Locality.Unknown);

    /// <summary>Further labels of the caller, such as its network or cluster. Keys are compared exactly.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;
}
