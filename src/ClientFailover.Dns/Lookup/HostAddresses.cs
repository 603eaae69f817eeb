using System.Collections.Immutable;
using System.Net;

namespace ClientFailover.Dns;

/// <summary>Finds the addresses of a host: those that came along with an answer, else by asking.</summary>
internal sealed class HostAddresses(LookupCache cache, DnsAddressFamily family)
{
    private readonly DnsType _first = family is DnsAddressFamily.PreferIPv4 or DnsAddressFamily.IPv4 ? DnsType.A : DnsType.Aaaa;
    private readonly bool _onlyFirst = family is DnsAddressFamily.IPv4 or DnsAddressFamily.IPv6;

    /// <summary>The addresses of the family that counts. A host whose name does not exist, or that has none, gives an empty set.</summary>
    /// <param name="host">The complete name; small letters.</param>
    /// <param name="along">The additional records of the answer that named the host.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RecordSet> FindAsync(string host, ILookup<string, DnsRecord>? along, CancellationToken cancellationToken)
    {
        // A server may leave out of the additional section what it likes, so only what is there counts.
        if (along?[host].Where(record => record.Type == _first).ToImmutableArray() is { IsEmpty: false } known)
        {
            return new() { Records = known };
        }

        var first = await cache.AskAsync(host, _first, cancellationToken).ConfigureAwait(false);
        if (_onlyFirst || first.Failure is not null || first.IsNoName || !first.Records.IsEmpty)
        {
            return first;
        }

        return await cache.AskAsync(host, _first == DnsType.A ? DnsType.Aaaa : DnsType.A, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was last known of a host that nobody can be asked about; empty when nothing was.</summary>
    public ImmutableArray<DnsRecord> LastGood(string host)
    {
        foreach (var type in (ReadOnlySpan<DnsType>)[_first, _first == DnsType.A ? DnsType.Aaaa : DnsType.A])
        {
            if (cache.LastGood(host, type) is { Records.IsEmpty: false } known)
            {
                return known.Records;
            }
        }

        return [];
    }

    /// <summary>Why an address cannot be called; null when it can.</summary>
    public static string? Problem(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? "on which one listens but which cannot be called"
        : address.Equals(IPAddress.Broadcast) || address.IsIPv6Multicast || (address.GetAddressBytes() is [>= 224 and <= 239, _, _, _]) ? "which is that of a group and not of a host"
        : null;
}
