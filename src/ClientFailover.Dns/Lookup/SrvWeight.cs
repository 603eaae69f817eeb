using System.Collections.Immutable;

namespace ClientFailover.Dns;

/// <summary>The weights of SRV records as ours, which begin at 1.</summary>
internal static class SrvWeight
{
    private const int SmallShare = 100;

    /// <summary>
    /// What every weight of a priority is multiplied with. 1, unless some are zero and some are not: RFC 2782 gives the zero ones "a very small chance", and so they get
    /// 1 where the others get up to a hundred times their weight.
    /// </summary>
    public static int Factor(ImmutableArray<DnsRecord> records, ushort priority)
    {
        var (zero, most) = (false, 0);
        foreach (var record in records)
        {
            if (record.Priority == priority)
            {
                zero |= record.Weight == 0;
                most = Math.Max(most, record.Weight);
            }
        }

        return zero && most > 0 ? Math.Min(SmallShare, Endpoint.MaxWeight / most) : 1;
    }

    /// <summary>A record's weight: 1 or more.</summary>
    public static int Of(in DnsRecord record, int factor) => Math.Max(1, record.Weight * factor);
}
