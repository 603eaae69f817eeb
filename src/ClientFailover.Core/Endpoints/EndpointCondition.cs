namespace ClientFailover;

/// <summary>What the registry says of an endpoint. What calls say of it is kept apart, by endpoint identity.</summary>
public enum EndpointCondition
{
    /// <summary>Takes traffic.</summary>
    Ready = 0,

    /// <summary>Takes traffic only when the ready ones of all tiers cannot take it all (Envoy's "degraded").</summary>
    Degraded = 1,

    /// <summary>Takes no new call and is not counted as capacity; running calls finish (terminating, in maintenance).</summary>
    Draining = 2,
}
