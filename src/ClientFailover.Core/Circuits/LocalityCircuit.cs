namespace ClientFailover;

/// <summary>A circuit that is not closed, as a plan sees it.</summary>
/// <param name="Locality">The zone; or the region, with an empty zone.</param>
/// <param name="Snapshot">Its state when the plan was made.</param>
/// <param name="Breaker">Where picks get their leave from while it is half-open.</param>
public sealed record LocalityCircuit(Locality Locality, CircuitSnapshot Snapshot, CircuitBreaker Breaker)
{
    /// <summary>Whether <paramref name="endpoint"/> lies in it.</summary>
    public bool Holds(Endpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Locality.Zone.Length == 0 ? Locality.SameRegion(endpoint.Locality) : Locality.SameZone(endpoint.Locality);
    }
}
