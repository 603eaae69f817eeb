namespace ClientFailover.Dns;

/// <summary>Which addresses of a host are used.</summary>
public enum DnsAddressFamily
{
    /// <summary>IPv4; IPv6 for hosts that have no IPv4 address. So a dual-stack instance is one endpoint.</summary>
    PreferIPv4 = 0,

    /// <summary>IPv6; IPv4 for hosts that have no IPv6 address.</summary>
    PreferIPv6 = 1,

    /// <summary>IPv4 only.</summary>
    IPv4 = 2,

    /// <summary>IPv6 only.</summary>
    IPv6 = 3,
}
