namespace ClientFailover;

/// <summary>What the planner makes of an endpoint: the registry's word and the record of its calls together.</summary>
public enum EndpointHealth
{
    /// <summary>Takes its full share.</summary>
    Healthy = 0,

    /// <summary>Takes traffic only when the healthy ones of all tiers cannot take it all.</summary>
    Degraded = 1,

    /// <summary>Ejected mildly: stays in its tier with a small weight, and is not counted as capacity.</summary>
    WeightedDown = 2,

    /// <summary>Ejected: takes traffic only in panic, or when every other endpoint was tried.</summary>
    Ejected = 3,

    /// <summary>Takes no new call.</summary>
    Draining = 4,
}
