namespace ClientFailover.Dns;

/// <summary>What a server says of a question as a whole; the values are the wire's, with EDNS's upper bits.</summary>
internal enum DnsResponseCode
{
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NXDomain = 3,
    NotImp = 4,
    Refused = 5,
    BadVersion = 16,
}
