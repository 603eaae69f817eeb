using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Where the attempts of a call may go, and where they are to go while that is possible. Null stands for everywhere: most calls have no bounds.</summary>
/// <param name="Limit">Where they may go.</param>
/// <param name="Preferred">Where they are to go while an endpoint there is healthy; null for nowhere in particular.</param>
/// <param name="Affinity">What the call is known by; null for nothing.</param>
internal sealed record CallBounds(EndpointSelector Limit, EndpointSelector? Preferred, AffinityKey? Affinity)
{
    /// <summary>The bounds of a request: what it says itself, whether it is a write, and the subset that its key, or chance, gives it.</summary>
    public static CallBounds? Of(HttpRequestMessage request, IEndpointPool pool)
    {
        var policy = pool.Policy;
        var limit = request.Options.TryGetValue(FailoverRequestOptions.Selector, out var own) && own is not null ? own : EndpointSelector.Everything;
        EndpointSelector? preferred = null;
        var affinity = RequestAffinity.Of(request, policy.Affinity);
        if (!policy.Subsets.IsEmpty)
        {
            var chosen = SubsetSplit.Choose(policy.Subsets, affinity?.Point ?? pool.NextDouble());
            (limit, preferred) = (limit.And(chosen.Limit), chosen.Preferred);
        }

        var writes = policy.Writes;
        if (!writes.Primary.IsEverything && IsWrite(request, policy))
        {
            (limit, preferred) = writes.OnLoss == PrimaryLoss.Fail ? (limit.And(writes.Primary), preferred) : (limit, writes.Primary);
        }

        return limit.IsEverything && preferred is null && affinity is null ? null : new(limit, preferred is null ? null : limit.And(preferred), affinity);
    }

    /// <summary>Picks within the bounds.</summary>
    public PickResult Pick(IEndpointPool pool, AttemptHistory? history)
    {
        if (Preferred is not null && IsInService(pool.Plan.Within(Preferred)))
        {
            var pick = pool.Pick(new PickRequest(history, Preferred, Affinity));
            if (pick is { HasEndpoint: true, IsRepeat: false })
            {
                return pick;
            }

            // All there are tried: elsewhere, rather than there again.
            pick.Complete(new(OutcomeKind.Cancelled, TimeSpan.Zero));
        }

        return pool.Pick(new PickRequest(history, Limit.IsEverything ? null : Limit, Affinity));
    }

    private static bool IsInService(FailoverPlan plan) => plan.Tiers.Any(static tier => tier.Health.Healthy > 0);

    private static bool IsWrite(HttpRequestMessage request, FailoverPolicy policy)
    {
        var repeat = ReplaySafety.Of(request, policy.Attempts);
        return repeat == Repeatability.Once || (repeat == Repeatability.Idempotent && policy.Writes.Calls == WriteCalls.NotSafe);
    }
}
