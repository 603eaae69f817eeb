namespace ClientFailover;

/// <summary>The endpoints a call has tried, and what its next attempt keeps away from. Made only once a first attempt has failed.</summary>
/// <remarks>
/// <para>
/// The second attempt goes to another endpoint of the best tier. A later one leaves the zone, and the last leaves the region: nothing is known yet of a
/// region that has just died, and with three attempts this is what makes a call survive it.
/// </para>
/// <para>Not thread-safe: it belongs to one call.</para>
/// </remarks>
/// <param name="maxAttempts">The attempts the call has in all.</param>
public sealed class AttemptHistory(int maxAttempts)
{
    private readonly List<Candidate> _tried = new(2);
    private bool _leavesZone;

    /// <summary>How many attempts were made.</summary>
    public int Attempts => _tried.Count;

    /// <summary>What the next attempt keeps away from.</summary>
    public FailureDomain Avoid => Attempts switch
    {
        0 => FailureDomain.None,
        1 when !_leavesZone => FailureDomain.Endpoint,
        _ when Attempts + 1 >= maxAttempts => FailureDomain.Region,
        _ => FailureDomain.Zone,
    };

    /// <summary>Adds an attempt.</summary>
    /// <param name="pick">Where it went.</param>
    /// <param name="outcome">How it ended. A refused TLS handshake is likely to be met again in the zone, so the next attempt leaves it.</param>
    public void Add(in PickResult pick, OutcomeKind? outcome = null)
    {
        _tried.Add(new(pick.Endpoint, pick.Stats, pick.Health, pick.Tier));
        _leavesZone |= outcome == OutcomeKind.TlsFailed;
    }

    /// <summary>Whether <paramref name="candidate"/> shares <paramref name="domain"/> with an endpoint that was tried.</summary>
    public bool Shares(FailureDomain domain, in Candidate candidate)
    {
        foreach (var tried in _tried)
        {
            if (ReferenceEquals(tried.Stats, candidate.Stats)
                || (domain == FailureDomain.Zone && tried.Endpoint.Locality.SameZone(candidate.Endpoint.Locality))
                || (domain == FailureDomain.Region && tried.Endpoint.Locality.SameRegion(candidate.Endpoint.Locality)))
            {
                return true;
            }
        }

        return false;
    }
}
