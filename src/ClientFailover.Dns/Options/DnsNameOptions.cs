namespace ClientFailover.Dns;

/// <summary>A name under which instances of a service are found, and where they run: DNS itself knows no zones.</summary>
public sealed class DnsNameOptions
{
    /// <summary>
    /// The name: <c>orders.zone-a.example</c>, or the whole name of SRV records, <c>_grpc._tcp.orders.zone-a.example</c>. Short names are completed as the host's
    /// are; one with a dot at the end is not. Required; default empty.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>The region of the instances. Default: none, unknown.</summary>
    public string? Region { get; set; }

    /// <summary>The zone of the instances. Default: none, unknown.</summary>
    public string? Zone { get; set; }

    /// <summary>The sub-zone of the instances. Default: none, unknown.</summary>
    public string? SubZone { get; set; }
}
