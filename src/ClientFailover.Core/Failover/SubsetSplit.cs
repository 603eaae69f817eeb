using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Gives each call its part of the endpoints, by the shares of the parts.</summary>
/// <param name="Limit">Where the call may go: not to parts without a share.</param>
/// <param name="Preferred">Where it goes while an endpoint there is healthy.</param>
public readonly record struct SubsetSplit(EndpointSelector Limit, EndpointSelector Preferred)
{
    /// <summary>The part of a call.</summary>
    /// <param name="subsets">The parts; the calls that are left go to the endpoints of none.</param>
    /// <param name="point">0 to 1: chance, or what the call is known by.</param>
    public static SubsetSplit Choose(ImmutableArray<SubsetRule> subsets, double point)
    {
        var (limit, rest, chosen) = (EndpointSelector.Everything, EndpointSelector.Everything, (EndpointSelector?)null);
        foreach (var subset in subsets)
        {
            rest = rest.Without(subset.Selector);
            limit = subset.Share > 0 ? limit : limit.Without(subset.Selector);
            chosen ??= point < subset.Share ? subset.Selector : null;
            point -= subset.Share;
        }

        return new(limit, chosen ?? rest);
    }
}
