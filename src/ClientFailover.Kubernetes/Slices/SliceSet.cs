using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>The slices of one service. Immutable; another object whenever anything changed.</summary>
/// <param name="Slices">By their names.</param>
/// <param name="IsDeleted">Whether they went by deletion, one by one, or were never there: there is no such service. A list that is suddenly empty says less.</param>
internal sealed record SliceSet(ImmutableSortedDictionary<string, EndpointSlice> Slices, bool IsDeleted)
{
    public static readonly SliceSet None = new(ImmutableSortedDictionary.Create<string, EndpointSlice>(StringComparer.Ordinal), IsDeleted: true);

    public SliceSet With(EndpointSlice slice) => new(Slices.SetItem(slice.Name, slice), IsDeleted: false);

    public SliceSet Without(string name)
    {
        var left = Slices.Remove(name);
        return ReferenceEquals(left, Slices) ? this : new(left, left.IsEmpty);
    }

    /// <summary>The same after a list that no longer names any of them.</summary>
    public SliceSet Vanished() => this with { Slices = None.Slices };
}
