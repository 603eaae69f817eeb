namespace ClientFailover.Consul;

/// <summary>How the agents of a Consul cluster are reached, and where its instances are.</summary>
public abstract class ConsulAccessOptions
{
    private protected ConsulAccessOptions()
    {
    }

    /// <summary>
    /// The agent's HTTP address: <c>http://host:port</c>, <c>https://host:port</c> or <c>host:port</c>. Default: the environment variable
    /// <c>CONSUL_HTTP_ADDR</c>, or else <c>http://127.0.0.1:8500</c>.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// Other agents, in the order in which they are asked while <see cref="Address"/> cannot be. One that fails is set aside for a random time that doubles with
    /// each further failure, up to <see cref="ConsulOptions.BackoffMax"/>; then a single read tries it, and when it answers, all reads return to it.
    /// Default: empty. Agents of other datacenters need <see cref="Datacenters"/>, or their own would be taken for that of the first.
    /// </summary>
    public IList<string> FallbackAddresses { get; } = [];

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
    /// A PEM file with the root certificates (one or more) that the agents' certificates must come from, in place of the system's. Default:
    /// none, which means the system's. Needs <c>https</c> addresses. Revocation is not checked: a private CA publishes none.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>The namespace of the services. Default: none, which means that of the token. Consul Enterprise only: others refuse it.</summary>
    public string? Namespace { get; set; }

    /// <summary>The admin partition of the services. Default: none, which means the agent's. Consul Enterprise only: others refuse it, or, before 1.11, ignore it.</summary>
    public string? Partition { get; set; }

    /// <summary>The region of instances that state none by themselves. Default: none, which means the name of their datacenter.</summary>
    public string? Region { get; set; }

    /// <summary>The zone of instances that state none by themselves. Default: none, unknown.</summary>
    public string? Zone { get; set; }

    /// <summary>The network of the instances, as the label <c>topology.istio.io/network</c>. Default: none.</summary>
    public string? Network { get; set; }
}
