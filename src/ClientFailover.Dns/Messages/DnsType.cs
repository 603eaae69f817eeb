namespace ClientFailover.Dns;

/// <summary>The record types that are read; the values are the wire's.</summary>
internal enum DnsType : ushort
{
    None = 0,
    A = 1,
    NS = 2,
    CName = 5,
    Soa = 6,
    Aaaa = 28,
    Srv = 33,
    Opt = 41,
}
