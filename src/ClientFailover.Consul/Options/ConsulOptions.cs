namespace ClientFailover.Consul;

/// <summary>How Consul is asked for endpoints, and how its labels are read. Bound from <see cref="SectionName"/>.</summary>
/// <remarks>Read once, when the resolver is made: a later change needs a new resolver. Only token files are read again.</remarks>
public sealed class ConsulOptions : ConsulAccessOptions
{
    /// <summary>The configuration section: <c>LocalityFailover:Consul</c>.</summary>
    public const string SectionName = "LocalityFailover:Consul";

    /// <summary>
    /// The clusters whose instances are used, where there are several; together they are one list. One that cannot be asked keeps its last good list.
    /// Default: empty, which means the one that these options describe by themselves; their own address, token and place must be left out when it is not.
    /// </summary>
    public IList<ConsulClusterOptions> Clusters { get; } = [];

    /// <summary>What is different for single services, by the name calls use. Default: empty.</summary>
    public IDictionary<string, ConsulServiceOptions> Services { get; } = new Dictionary<string, ConsulServiceOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tags that an instance must have, all of them. Default: empty. Prepared queries have tags of their own.</summary>
    public IList<string> Tags { get; } = [];

    /// <summary>
    /// A filter expression that an instance must fulfil, such as <c>Service.Meta.stage == "live"</c>; Consul applies it, which saves traffic.
    /// Default: none. Prepared queries do not take it.
    /// </summary>
    public string? Filter { get; set; }

    /// <summary>
    /// The node from which on Consul sorts by round-trip time: its name, or <c>_agent</c> for the agent's own. Default: none. It decides which instances a
    /// prepared query with a limit gives; otherwise the order means nothing here, where localities and measured latencies decide.
    /// </summary>
    public string? Near { get; set; }

    /// <summary>Whether instances that warn are left out, as critical ones always are. Default false: they get <c>Weights.Warning</c>.</summary>
    public bool OnlyPassing { get; set; }

    /// <summary>How fresh answers have to be. Default <see cref="ConsulConsistency.AgentDefault"/>.</summary>
    public ConsulConsistency Consistency { get; set; }

    /// <summary>
    /// How long a server may have heard nothing of the leader and still be believed in a stale read; the leader is asked when it is longer. Default: none, any
    /// time. 10 milliseconds to 1 day; with <see cref="ConsulConsistency.Stale"/> only.
    /// </summary>
    public TimeSpan? MaxStale { get; set; }

    /// <summary>
    /// For how long Consul holds a read open while nothing changes. Default 30 seconds; 1 second to 60 seconds. It bounds the blindness after a server
    /// lost its state: such a server does not notice that a reader holds an index of its earlier life.
    /// </summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a prepared query is executed; each pause is up to a tenth longer or shorter. Default 5 seconds; 500 milliseconds to 5 minutes.</summary>
    public TimeSpan QueryInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take, over and above <see cref="Wait"/>, before the agent counts as frozen. Default 10 seconds; 100 milliseconds to 60 seconds.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The least time between the beginnings of two reads of a watch: a burst of changes arrives as one list, while the first change after a
    /// quiet time is seen at once. Default 100 milliseconds; 10 milliseconds to 10 seconds.
    /// </summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest pause after the first failed read; it doubles with each further one, and the pause taken is random between
    /// <see cref="MinInterval"/> and it (full jitter). Default 250 milliseconds; 10 milliseconds to 60 seconds.
    /// </summary>
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause after any failed read. Default 10 seconds; from <see cref="BackoffBase"/> to 5 minutes.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest answer that is read, in bytes; a larger one counts as a failed read. Default 33,554,432 (32 MiB, some 40,000 instances); 65,536 to 1,073,741,824.</summary>
    public int MaxAnswerBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// The names under which an instance states its region, the first that has a value counts; each is looked up in the service's meta, then
    /// the node's meta, then tags written <c>name=value</c>. Default: empty, which means <c>region</c>. An instance without one is in
    /// <see cref="ConsulAccessOptions.Region"/>.
    /// </summary>
    public IList<string> RegionKeys { get; } = [];

    /// <summary>The names under which an instance states its zone, looked up as <see cref="RegionKeys"/> are. Default: empty, which means <c>zone</c>.</summary>
    public IList<string> ZoneKeys { get; } = [];

    /// <summary>The names under which an instance states its sub-zone, looked up as <see cref="RegionKeys"/> are. Default: empty, which means <c>subzone</c>.</summary>
    public IList<string> SubZoneKeys { get; } = [];
}
