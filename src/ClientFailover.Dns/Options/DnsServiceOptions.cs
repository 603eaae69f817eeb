namespace ClientFailover.Dns;

/// <summary>How one service is found, where it differs from the others.</summary>
public sealed class DnsServiceOptions
{
    /// <summary>
    /// The names its instances are found under, each with its locality; together they are one list. Default: empty, which means the service's own name. More instances than
    /// an answer has room for (65,535 octets: some 4,000 A, 2,300 AAAA or 1,000 SRV records) need several.
    /// </summary>
    public IList<DnsNameOptions> Names { get; } = [];

    /// <summary>The port of instances found by address. 1 to 65,535. Default: that of all services, <see cref="DnsOptions.Port"/>.</summary>
    public int? Port { get; set; }

    /// <summary>The port name in SRV names where the call names none. Default: that of all services, <see cref="DnsOptions.PortName"/>.</summary>
    public string? PortName { get; set; }

    /// <summary>Which records are asked for. Default: those of all services, <see cref="DnsOptions.Records"/>.</summary>
    public DnsRecords? Records { get; set; }
}
