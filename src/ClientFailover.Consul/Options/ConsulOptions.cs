namespace ClientFailover.Consul;

/// <summary>How Consul is asked for endpoints, and how its labels are read. Bound from <see cref="SectionName"/>.</summary>
/// <remarks>Read once, when the resolver is made: a later change needs a new resolver. Only the token file is read again.</remarks>
public sealed class ConsulOptions
{
    /// <summary>The configuration section: <c>LocalityFailover:Consul</c>.</summary>
    public const string SectionName = "LocalityFailover:Consul";

    /// <summary>
    /// The agent's HTTP address: <c>http://host:port</c>, <c>https://host:port</c> or <c>host:port</c>. Default: the environment variable
    /// <c>CONSUL_HTTP_ADDR</c>, or else <c>http://127.0.0.1:8500</c>.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// The datacenters whose instances are used, all asked through the same agent. Default: empty, which means the agent's own only.
    /// One that cannot be asked keeps its last good list.
    /// </summary>
    public IList<string> Datacenters { get; } = [];

    /// <summary>The ACL token, sent as <c>X-Consul-Token</c> and never logged. Default: none. Needs <c>service:read</c> and <c>node:read</c>. Not together with <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// A file that holds the ACL token, read anew before each request, so that a rotated token is used at once; while the file cannot be
    /// read, the last token read from it is. Default: none. Not together with <see cref="Token"/>.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>
    /// A PEM file with the root certificates (one or more) that the agent's certificate must come from, in place of the system's. Default:
    /// none, which means the system's. Needs an <c>https</c> <see cref="Address"/>. Revocation is not checked: a private CA publishes none.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// For how long Consul holds a read open while nothing changes. Default 30 seconds; 1 second to 60 seconds. It bounds the blindness after a server
    /// lost its state: such a server does not notice that a reader holds an index of its earlier life.
    /// </summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer may take, over and above <see cref="Wait"/>, before the agent counts as frozen. Default 10 seconds; 100 milliseconds to 60 seconds.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The least time between the beginnings of two reads of a watch: a burst of changes arrives as one list, while the first change after a
    /// quiet time is seen at once. Default 100 milliseconds; 10 milliseconds to 10 seconds.
    /// </summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest pause after the first failed read; it doubles with each further one, and the pause taken is random between nothing and it
    /// (full jitter), but never below <see cref="MinInterval"/>. Default 250 milliseconds; 10 milliseconds to 60 seconds.
    /// </summary>
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause after any failed read. Default 10 seconds; from <see cref="BackoffBase"/> to 5 minutes.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest answer that is read, in bytes; a larger one counts as a failed read. Default 33,554,432 (32 MiB, some 40,000 instances); 65,536 to 1,073,741,824.</summary>
    public int MaxAnswerBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// The names under which an instance states its region, the first that has a value counts; each is looked up in the service's meta, then
    /// the node's meta, then tags written <c>name=value</c>. Default: empty, which means <c>region</c>. An instance without one is in the region named
    /// like its datacenter.
    /// </summary>
    public IList<string> RegionKeys { get; } = [];

    /// <summary>The names under which an instance states its zone, looked up as <see cref="RegionKeys"/> are. Default: empty, which means <c>zone</c>.</summary>
    public IList<string> ZoneKeys { get; } = [];

    /// <summary>The names under which an instance states its sub-zone, looked up as <see cref="RegionKeys"/> are. Default: empty, which means <c>subzone</c>.</summary>
    public IList<string> SubZoneKeys { get; } = [];

    /// <summary>How fresh answers have to be. Default <see cref="ConsulConsistency.AgentDefault"/>.</summary>
    public ConsulConsistency Consistency { get; set; }
}
