namespace ClientFailover;

/// <summary>Where this process runs. A part that is left out is read from <see cref="LabelsFile"/>, and then from the environment.</summary>
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

    /// <summary>
    /// A file with the labels of this pod, a line <c>key="value"</c> for each, as a volume of Kubernetes' downward API writes <c>metadata.labels</c>; read at the start and when the configuration is
    /// reloaded. It tells the region (<c>topology.kubernetes.io/region</c>), the zone (<c>topology.kubernetes.io/zone</c>) and the sub-zone (<c>topology.istio.io/subzone</c>, or else
    /// <c>kubernetes.io/hostname</c>) where they are not set here; all of it are <see cref="Labels"/>. Default: none. Kubernetes 1.35 and later copy the node's region and zone to each pod.
    /// </summary>
    public string? LabelsFile { get; set; }

    /// <summary>Where this process runs, by these options, the labels file and the environment.</summary>
    /// <exception cref="IOException"><see cref="LabelsFile"/> cannot be read.</exception>
    public Caller ToCaller() => OwnLocality.Find(this, Environment.GetEnvironmentVariable).Caller;
}
