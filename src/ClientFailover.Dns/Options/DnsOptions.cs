namespace ClientFailover.Dns;

/// <summary>How DNS is asked for endpoints. Bound from <see cref="SectionName"/>.</summary>
/// <remarks>Read once, when the resolver is made: a later change needs a new resolver. Only the resolv.conf file is read again.</remarks>
public sealed class DnsOptions
{
    /// <summary>The configuration section: <c>LocalityFailover:Dns</c>.</summary>
    public const string SectionName = "LocalityFailover:Dns";

    /// <summary>
    /// The servers to ask, in order: <c>10.0.0.10</c>, <c>10.0.0.10:5353</c>, <c>[fd00::a]:53</c>. The next is asked when one does not answer. Default: empty, which
    /// means those of <see cref="ResolvConf"/>.
    /// </summary>
    public IList<string> Servers { get; } = [];

    /// <summary>What is appended to short names, in order. Default: empty, which means those of <see cref="ResolvConf"/>.</summary>
    public IList<string> SearchDomains { get; } = [];

    /// <summary>From how many dots on a name is first asked for as it is. 0 to 15. Default: that of <see cref="ResolvConf"/>, which is 1 unless it says otherwise.</summary>
    public int? Ndots { get; set; }

    /// <summary>
    /// The file that tells servers and search domains; read again when it changes. Default <c>/etc/resolv.conf</c>. On a machine without the file, the network
    /// adapters tell them.
    /// </summary>
    public string ResolvConf { get; set; } = "/etc/resolv.conf";

    /// <summary>How long a server may take for one answer. Default 1 second; 10 milliseconds to 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the list of servers is gone through before a question counts as failed. Default 2; 1 to 5.</summary>
    public int Attempts { get; set; } = 2;

    /// <summary>The largest answer over UDP that is asked for, in bytes (EDNS); a larger one comes over TCP. Default 1,232; 512 to 4,096, or 0 to leave EDNS out.</summary>
    public int UdpSize { get; set; } = 1232;

    /// <summary>Whether every question is asked over TCP: for servers that cut their answers over UDP without saying so, as Consul does. Default false.</summary>
    public bool UseTcp { get; set; }

    /// <summary>
    /// Whether letters are asked for in random case, and an answer must repeat them ("0x20"): further bits that a forger must guess. Default false: a few servers
    /// repeat them wrongly.
    /// </summary>
    public bool RandomizeCase { get; set; }

    /// <summary>Which records are asked for. Default <see cref="DnsRecords.Auto"/>.</summary>
    public DnsRecords Records { get; set; }

    /// <summary>The port name in SRV names where the call names none: <c>http://orders</c> is found by <c>_http._tcp.orders</c>. Default <c>http</c>.</summary>
    public string PortName { get; set; } = "http";

    /// <summary>The port of instances found by address, without an SRV record. 1 to 65,535. Default 80.</summary>
    public int Port { get; set; } = 80;

    /// <summary>Which addresses of a host are used. Default <see cref="DnsAddressFamily.PreferIPv4"/>.</summary>
    public DnsAddressFamily AddressFamily { get; set; }

    /// <summary>
    /// The least time between two rounds of questions, whatever the TTL, for each question the last round took (5 at most): so no name is asked for more than
    /// once in that time. Default 1 second; 10 milliseconds to 1 minute.
    /// </summary>
    public TimeSpan MinRefresh { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time an answer, also "there is none", is taken for true without asking again, whatever its TTL. Default 1 minute; from <see cref="MinRefresh"/> to 1 hour.</summary>
    public TimeSpan MaxRefresh { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause after the first failed round; it doubles with each further one, and the pause taken is random between <see cref="MinRefresh"/> and it (full jitter). Default 1 second; 10 milliseconds to 1 minute.</summary>
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause after any failed round. Default 30 seconds; from <see cref="BackoffBase"/> to 5 minutes.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is different for single services, by the name calls use. Default: empty.</summary>
    public IDictionary<string, DnsServiceOptions> Services { get; } = new Dictionary<string, DnsServiceOptions>(StringComparer.OrdinalIgnoreCase);
}
