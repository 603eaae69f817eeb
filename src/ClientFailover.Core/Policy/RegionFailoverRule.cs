namespace ClientFailover;

/// <summary>When region <paramref name="From"/> is lost, its callers prefer region <paramref name="To"/> to all others (Istio's <c>failover: from/to</c>).</summary>
/// <param name="From">The caller's region.</param>
/// <param name="To">The region to prefer.</param>
public sealed record RegionFailoverRule(string From, string To);
