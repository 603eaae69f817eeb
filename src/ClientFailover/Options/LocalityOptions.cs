namespace ClientFailover;

/// <summary>Where this process runs. A part that is left out is read from the environment.</summary>
public sealed class LocalityOptions
{
    /// <summary>
    /// The region, such as <c>us-east</c>; compared exactly. Default: the first that is set of the environment variables
    /// <c>CLIENTFAILOVER_REGION</c>, <c>TOPOLOGY_REGION</c> and <c>AWS_REGION</c>; else unknown.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>
    /// The zone, such as <c>us-east-1a</c>; compared exactly. Default: the first that is set of the environment variables
    /// <c>CLIENTFAILOVER_ZONE</c> and <c>TOPOLOGY_ZONE</c>; else unknown.
    /// </summary>
    public string? Zone { get; set; }

    /// <summary>
    /// The sub-zone, such as a rack or a node; compared exactly. Default: the first that is set of the environment variables
    /// <c>CLIENTFAILOVER_SUBZONE</c> and <c>TOPOLOGY_SUBZONE</c>; else unknown.
    /// </summary>
    public string? SubZone { get; set; }

    /// <summary>Further labels that a failover priority compares, such as the network or the cluster. Keys are compared exactly. Default: none.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
