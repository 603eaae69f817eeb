namespace ClientFailover;

/// <summary>How several targets make up the endpoints of a service.</summary>
public enum TargetComposition
{
    /// <summary>The first that has an endpoint to call serves alone; the next takes over when it has none. What registries say decides, not how calls fare: a Consul prepared query fails over so.</summary>
    Ordered = 0,

    /// <summary>The endpoints of all are one set, ranked by <see cref="Endpoint.Level"/> and locality, and health decides between them: Envoy's aggregate cluster, Gloo's failover scheme.</summary>
    Merged = 1,
}
