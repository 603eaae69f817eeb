namespace ClientFailover;

/// <summary>One endpoint of a service, known from configuration.</summary>
public sealed class EndpointOptions
{
    /// <summary>Where it listens: <c>http://10.0.0.5:8080</c>, or <c>10.0.0.5:8080</c> when the request's own scheme stands. The port is required. No default.</summary>
    public string? Address { get; set; }

    /// <summary>The region it runs in; compared exactly. Default: unknown.</summary>
    public string? Region { get; set; }

    /// <summary>The zone it runs in; compared exactly. Default: unknown.</summary>
    public string? Zone { get; set; }

    /// <summary>The sub-zone it runs in; compared exactly. Default: unknown.</summary>
    public string? SubZone { get; set; }

    /// <summary>Its share of the traffic relative to its neighbours in a tier, 1 to 1,000,000. Default 1.</summary>
    public int? Weight { get; set; }

    /// <summary>Further labels, such as the version. Keys are compared exactly. Default: none.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The port it serves, for calls to <c>_name.service</c>; case does not matter. A call that names no port takes the endpoints that name
    /// none, or all when each names one. Default: none.
    /// </summary>
    public string? PortName { get; set; }

    /// <summary>Whether it takes traffic: <c>Ready</c>, <c>Degraded</c> or <c>Draining</c>. Default <c>Ready</c>.</summary>
    public EndpointCondition? Condition { get; set; }
}
