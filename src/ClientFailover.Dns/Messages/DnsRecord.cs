using System.Net;

namespace ClientFailover.Dns;

/// <summary>A record of an answer, as far as it is read. Names are in small letters and without the dot at the end; the root is empty.</summary>
/// <param name="Name">The owner.</param>
/// <param name="Type">A, AAAA, CNAME or SRV.</param>
/// <param name="Ttl">Seconds, at most 2^31 - 1.</param>
internal readonly record struct DnsRecord(string Name, DnsType Type, uint Ttl)
{
    /// <summary>The address of an A or AAAA record.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The target of a CNAME or SRV record.</summary>
    public string Target { get; init; } = "";

    public ushort Priority { get; init; }

    public ushort Weight { get; init; }

    public ushort Port { get; init; }
}
