namespace ClientFailover.Kubernetes;

/// <summary>Which clusters are asked for endpoints, and how. Bound from <see cref="SectionName"/>.</summary>
/// <remarks>
/// Read once, when the resolver is made: a later change needs a new resolver. The files they name are read again: those of tokens before each request, kubeconfigs
/// and certificates after a request that failed with 401 or without an answer, and shortly before a client certificate expires.
/// </remarks>
public sealed class KubernetesOptions
{
    /// <summary>The configuration section: <c>LocalityFailover:Kubernetes</c>.</summary>
    public const string SectionName = "LocalityFailover:Kubernetes";

    /// <summary>
    /// The clusters whose pods are used; together they are one list. One that cannot be asked keeps its last good list. Default: empty, which means the cluster
    /// that the process runs in.
    /// </summary>
    public IList<KubernetesClusterOptions> Clusters { get; } = [];

    /// <summary>The domain at the end of full names, as in <c>orders.shop.svc.cluster.local</c>. Default <c>cluster.local</c>.</summary>
    public string ClusterDomain { get; set; } = "cluster.local";

    /// <summary>Which addresses are used. Default <see cref="KubernetesAddressFamily.PreferIPv4"/>.</summary>
    public KubernetesAddressFamily AddressFamily { get; set; }

    /// <summary>
    /// Whether one watch serves all services of a namespace, in place of one for each: fewer requests when many services are called, more traffic when few are.
    /// Needs the right to list all slices of the namespace, as each watch does. Default false.
    /// </summary>
    public bool ShareNamespaceWatch { get; set; }

    /// <summary>
    /// Whether the hints are followed that Kubernetes gives by <c>trafficDistribution</c> (PreferClose, PreferSameZone, PreferSameNode) and topology-aware routing:
    /// endpoints not meant for the caller come after the others that are equally near. Default false: failover priorities alone decide.
    /// </summary>
    public bool UseHints { get; set; }

    /// <summary>The node this process runs on, for hints of nodes. Default: the environment variable <c>NODE_NAME</c>, which a pod gets through the downward API.</summary>
    public string? NodeName { get; set; }

    /// <summary>
    /// For how long a watch is held open at most before it is asked for anew; it is random between half of this and all of it, so that not all processes come back
    /// together. One in which nothing at all arrived is followed by a whole list, because a server that lost
    /// its history says nothing either. Default 5 minutes; 1 second to 30 minutes.
    /// </summary>
    public TimeSpan WatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an answer may take; for a watch: to begin, and to end after <see cref="WatchTimeout"/>. Default 10 seconds; 100 milliseconds to 60 seconds.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The least time between two lists that are told, and between two requests of a watch: a burst of changes arrives as one list, while the first change after a
    /// quiet time is seen at once. Default 100 milliseconds; 10 milliseconds to 10 seconds.
    /// </summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest pause after the first failed request; it doubles with each further one, and the pause taken is random between <see cref="MinInterval"/> and it (full jitter),
    /// but never below what the server asks for. Default 250 milliseconds; 10 milliseconds to 60 seconds.
    /// </summary>
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause after any failed request. Default 10 seconds; from <see cref="BackoffBase"/> to 5 minutes.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many slices are asked for at a time. Default 500; 1 to 10,000.</summary>
    public int PageSize { get; set; } = 500;

    /// <summary>
    /// The largest list, all its pages together, and the largest event of a watch, in unpacked bytes; a larger one is a failure. A page counts as 4,096 bytes at
    /// least, so that a list that never ends is given up too. Default 33,554,432 (32 MiB); 65,536 to 1,073,741,824.
    /// </summary>
    public int MaxAnswerBytes { get; set; } = 32 * 1024 * 1024;
}
