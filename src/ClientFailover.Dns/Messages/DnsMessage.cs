using System.Collections.Immutable;

namespace ClientFailover.Dns;

/// <summary>A reply, as far as it is read. Immutable.</summary>
internal sealed record DnsMessage
{
    public DnsResponseCode Code { get; init; }

    /// <summary>It did not fit: what it holds is a part, to be asked for again over TCP.</summary>
    public bool IsTruncated { get; init; }

    public bool IsAuthoritative { get; init; }

    /// <summary>The A, AAAA, CNAME and SRV records of the answer section.</summary>
    public ImmutableArray<DnsRecord> Answers { get; init; } = [];

    /// <summary>The A and AAAA records of the additional section.</summary>
    public ImmutableArray<DnsRecord> Additional { get; init; } = [];

    /// <summary>For how many seconds "there is none" holds: the lesser of the SOA's TTL and its minimum (RFC 2308); null without a SOA.</summary>
    public uint? NegativeTtl { get; init; }

    /// <summary>Whether the authority section names other servers to ask.</summary>
    public bool NamesOtherServers { get; init; }

    /// <summary>Records that were left out, and why.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>"Ask elsewhere": a server that is no authority for the name and does not ask others for its clients.</summary>
    public bool IsReferral => Code == DnsResponseCode.NoError && Answers.IsEmpty && NegativeTtl is null && NamesOtherServers && !IsAuthoritative;
}
