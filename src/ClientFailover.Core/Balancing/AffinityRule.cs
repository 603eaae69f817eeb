namespace ClientFailover;

/// <summary>Finds the endpoint of a key: the first on the ring that may take one more call.</summary>
internal static class AffinityRule
{
    /// <summary>The place in the set; -1 when the key has no better place than any other call.</summary>
    /// <remarks>
    /// Passed over are endpoints that the call has tried, that have more than their bounded share in flight, and that just failed or are being tried by another call. Who is ejected is no part of the set;
    /// when it is again, its keys return, by as many as its share of the weight while it warms up.
    /// </remarks>
    public static int Find(CandidateSet set, AffinityKey key, in PickContext context, AttemptHistory? history)
    {
        if (set.Count == 0)
        {
            return -1;
        }

        var (policy, ring) = (context.Policy.Affinity, set.Ring);
        var inFlight = 1L;
        for (var i = 0; i < set.Count; i++)
        {
            inFlight += set[i].Stats.InFlight;
        }

        var start = ring.Find(key);
        for (var step = 0; step < ring.Count; step++)
        {
            var index = ring.OwnerOf(start + step);
            if ((step == 0 || index != ring.OwnerOf(start + step - 1)) && MayTake(set, index, inFlight, policy, context, history))
            {
                return index;
            }
        }

        return -1;
    }

    private static bool MayTake(CandidateSet set, int index, long inFlight, AffinityPolicy policy, in PickContext context, AttemptHistory? history)
    {
        ref readonly var candidate = ref set[index];
        var bound = Math.Max(policy.MinimumBound, Math.Ceiling(policy.BoundedLoad * inFlight * set.WeightOf(index) / set.TotalWeight));
        return candidate.Stats.InFlight < bound
            && history?.Shares(FailureDomain.Endpoint, candidate) != true
            && !candidate.Stats.IsLeftAlone(context.Now, context.Policy.Latency);
    }
}
