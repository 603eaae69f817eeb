namespace ClientFailover.Dns.Servers;

/// <summary>No DNS server can be had on this machine; the message says why.</summary>
public sealed class DnsUnavailableException(string message) : Exception(message);
