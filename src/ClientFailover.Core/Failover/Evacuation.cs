using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>A manual failover: what an operator wants done with an endpoint, a zone or a region, why, and until when.</summary>
/// <param name="Target">Where.</param>
/// <param name="Action">What.</param>
/// <param name="Reason">Why; stands in logs and events.</param>
/// <param name="Until">When it ends by itself: a forgotten evacuation must not halve a service's capacity for ever.</param>
public sealed record Evacuation(EvacuationTarget Target, EvacuationAction Action, string Reason, MonotonicTime Until)
{
    /// <summary>What the evacuations in force make of an endpoint; null when it is not concerned. Drain goes before the others.</summary>
    public static EvacuationAction? Of(Endpoint endpoint, ImmutableArray<Evacuation> evacuations)
    {
        EvacuationAction? action = null;
        var (pins, pinned) = (false, false);
        foreach (var evacuation in evacuations)
        {
            var matches = evacuation.Target.Matches(endpoint);
            if (evacuation.Action == EvacuationAction.Pin)
            {
                (pins, pinned) = (true, pinned || matches);
            }
            else if (matches && (action is null || evacuation.Action == EvacuationAction.Drain))
            {
                action = evacuation.Action;
            }
        }

        return action ?? (pins && !pinned ? EvacuationAction.Evacuate : null);
    }
}
