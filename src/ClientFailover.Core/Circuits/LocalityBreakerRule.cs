namespace ClientFailover;

/// <summary>Says whether a locality is to be left as a whole.</summary>
/// <remarks>
/// A fault that all localities share (a database, a bad request, the own network) must not drive calls from one to the next: a locality is left only for
/// one that is better. One of which nothing is known is thought better, until a few calls have shown it.
/// </remarks>
public static class LocalityBreakerRule
{
    /// <summary>Fewer attempts say nothing about a place.</summary>
    public const int LeastEvidence = 5;

    /// <summary>Whether the circuit of <paramref name="own"/> is to open.</summary>
    /// <param name="own">The locality.</param>
    /// <param name="others">The other localities of its kind whose circuits are closed.</param>
    /// <param name="policy">The rule's figures.</param>
    public static bool IsToOpen(in LocalityEvidence own, ReadOnlySpan<LocalityEvidence> others, LocalityBreakerPolicy policy) =>
        IsFailing(own, policy) && HasBetter(own, others);

    /// <summary>Whether calls fail across the locality.</summary>
    public static bool IsFailing(in LocalityEvidence own, LocalityBreakerPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Enabled
            && (IsMisconfigured(own) || (own.Counts.Total >= policy.MinimumCalls && own.FailingParts >= policy.MinimumEndpoints && own.Rate.FailureRate >= policy.FailureShare));
    }

    /// <summary>
    /// Whether TLS handshakes are refused across the locality: at two endpoints, or at one where no call has succeeded lately. Certificates are given out by place, and no number of calls will
    /// find that one has not expired.
    /// </summary>
    public static bool IsMisconfigured(in LocalityEvidence own) => own.TlsFailing > 1 || (own.TlsFailing == 1 && own.Counts.Successes == 0);

    /// <summary>Whether another locality can take the traffic and is not known to fail as well.</summary>
    public static bool HasBetter(in LocalityEvidence own, ReadOnlySpan<LocalityEvidence> others)
    {
        foreach (ref readonly var other in others)
        {
            if (other.Usable > 0 && (other.Counts.Total < LeastEvidence || other.Rate.FailureRate <= own.Rate.FailureRate / 2))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the fault is shared: at least two localities are known, and each that is known fails alike.</summary>
    /// <param name="localities">All localities of one kind.</param>
    /// <param name="policy">From which share on a locality fails.</param>
    public static bool IsShared(ReadOnlySpan<LocalityEvidence> localities, LocalityBreakerPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var known = 0;
        foreach (ref readonly var locality in localities)
        {
            if (locality.Counts.Total < LeastEvidence)
            {
                continue;
            }

            // What cannot be connected to is the locality's own fault, however many have it.
            if (locality.Rate.FailureRate < policy.FailureShare || locality.Counts.LocalFailures > locality.Counts.ServerFailures)
            {
                return false;
            }

            known++;
        }

        return known > 1;
    }
}
