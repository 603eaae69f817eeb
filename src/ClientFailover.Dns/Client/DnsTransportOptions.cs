namespace ClientFailover.Dns;

/// <summary>How a question is carried.</summary>
/// <param name="OverTcp">Over TCP, where a reply has room; else over UDP.</param>
/// <param name="ExactCase">Whether only a reply that repeats the name in the case it was sent in is one.</param>
internal readonly record struct DnsTransportOptions(bool OverTcp, bool ExactCase);
