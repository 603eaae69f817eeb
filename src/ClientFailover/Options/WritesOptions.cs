namespace ClientFailover;

/// <summary>Where calls go that change something, for a service with one place that takes them.</summary>
public sealed class WritesOptions
{
    /// <summary>The endpoints that take writes, as a label selector such as <c>region=us-east</c> or <c>role=primary</c> (<see cref="EndpointSelector"/>). Default: all.</summary>
    public string? Primary { get; set; }

    /// <summary>What becomes of a write when no endpoint of the primary is healthy: <c>Fail</c> or <c>FailOver</c>. Needed with <see cref="Primary"/>; no default.</summary>
    public PrimaryLoss? OnLoss { get; set; }

    /// <summary>Which calls are writes: <c>NotIdempotent</c> or <c>NotSafe</c>. Default <c>NotIdempotent</c>: POST and PATCH, unless their route or the request says otherwise.</summary>
    public WriteCalls? Calls { get; set; }
}
