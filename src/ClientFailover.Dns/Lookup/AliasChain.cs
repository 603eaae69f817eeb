using System.Collections.Immutable;

namespace ClientFailover.Dns;

/// <summary>Follows CNAME records through an answer. A function: no I/O.</summary>
internal static class AliasChain
{
    /// <summary>How many aliases are followed for one question, over all replies: longer chains are mistakes.</summary>
    public const int MaxSteps = 8;

    /// <summary>The name at which the chain from <paramref name="name"/> ends, the records of <paramref name="type"/> there, and the lesser of all TTLs on the way.</summary>
    /// <param name="message">The answer.</param>
    /// <param name="name">The name asked for; small letters, no dot at the end.</param>
    /// <param name="type">The type asked for.</param>
    /// <param name="steps">How many aliases were followed already; grows. Above <see cref="MaxSteps"/> the chain is a loop, or as bad.</param>
    public static (string Name, ImmutableArray<DnsRecord> Records, uint Ttl) Follow(DnsMessage message, string name, DnsType type, ref int steps)
    {
        var ttl = uint.MaxValue;
        while (true)
        {
            var alias = -1;
            var count = 0;
            for (var i = 0; i < message.Answers.Length; i++)
            {
                if (string.Equals(message.Answers[i].Name, name, StringComparison.Ordinal))
                {
                    count += message.Answers[i].Type == type ? 1 : 0;
                    alias = message.Answers[i].Type == DnsType.CName ? i : alias;
                }
            }

            if (count > 0 || alias < 0 || ++steps > MaxSteps)
            {
                return (name, count == 0 ? [] : Records(message, name, type, count, ref ttl), ttl);
            }

            ttl = Math.Min(ttl, message.Answers[alias].Ttl);
            name = message.Answers[alias].Target;
        }
    }

    private static ImmutableArray<DnsRecord> Records(DnsMessage message, string name, DnsType type, int count, ref uint ttl)
    {
        var records = ImmutableArray.CreateBuilder<DnsRecord>(count);
        foreach (var record in message.Answers)
        {
            if (record.Type == type && string.Equals(record.Name, name, StringComparison.Ordinal))
            {
                records.Add(record);
                ttl = Math.Min(ttl, record.Ttl);
            }
        }

        return records.MoveToImmutable();
    }
}
