using System.Buffers.Binary;
using System.Text;

namespace ClientFailover.Dns.Tests;

/// <summary>What a server of the tests knows, and how it replies to a question. Thread-safe.</summary>
internal sealed class Zone
{
    private readonly Lock _gate = new();
    private readonly List<DnsRecord> _records = [];

    /// <summary>Whether the addresses of SRV targets come along.</summary>
    public bool GivesAdditional { get; set; } = true;

    /// <summary>The code of every reply; NoError lets the records speak.</summary>
    public DnsResponseCode Code { get; set; }

    /// <summary>The SOA's minimum; null for a server that sends no SOA.</summary>
    public uint? NegativeTtl { get; set; } = 0;

    public void Set(params IEnumerable<DnsRecord> records)
    {
        lock (_gate)
        {
            _records.Clear();
            _records.AddRange(records);
        }
    }

    public void Add(params IEnumerable<DnsRecord> records)
    {
        lock (_gate)
        {
            _records.AddRange(records);
        }
    }

    public void Reverse()
    {
        lock (_gate)
        {
            _records.Reverse();
        }
    }

    public static DnsRecord A(string name, string address, uint ttl = 0) =>
        new(name, address.Contains(':', StringComparison.Ordinal) ? DnsType.Aaaa : DnsType.A, ttl) { Address = System.Net.IPAddress.Parse(address) };

    public static DnsRecord CName(string name, string target, uint ttl = 0) => new(name, DnsType.CName, ttl) { Target = target };

    public static DnsRecord Srv(string name, string target, int port = 8080, int priority = 0, int weight = 0, uint ttl = 0) =>
        new(name, DnsType.Srv, ttl) { Target = target, Port = (ushort)port, Priority = (ushort)priority, Weight = (ushort)weight };

    /// <summary>The name and type of a question, as octets.</summary>
    public static (string Name, DnsType Type) Question(ReadOnlySpan<byte> query)
    {
        var (name, at) = (new StringBuilder(), 12);
        for (; query[at] != 0; at += query[at] + 1)
        {
            name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(query.Slice(at + 1, query[at])));
        }

        return (name.ToString().ToLowerInvariant(), (DnsType)BinaryPrimitives.ReadUInt16BigEndian(query[(at + 1)..]));
    }

    /// <summary>The whole reply.</summary>
    public byte[] Reply(ReadOnlySpan<byte> query)
    {
        var (name, type) = Question(query);
        if (Code != DnsResponseCode.NoError)
        {
            return Message.To(query, Code).Octets();
        }

        lock (_gate)
        {
            var exists = _records.Any(record => Is(record.Name, name) || record.Name.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
            var message = Message.To(query, exists ? DnsResponseCode.NoError : DnsResponseCode.NXDomain);
            var found = 0;
            var targets = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var record in _records.Where(record => Is(record.Name, name) && (record.Type == type || record.Type == DnsType.CName)))
            {
                found++;
                targets.Add(record.Target);
                Write(message, record, 3);
            }

            if (found == 0 && NegativeTtl is { } ttl)
            {
                message.Soa("test", ttl);
            }

            foreach (var record in _records.Where(record => GivesAdditional && record.Address is not null && targets.Contains(record.Name)))
            {
                Write(message, record, 5);
            }

            return message.Octets();
        }
    }

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static void Write(Message message, DnsRecord record, int section)
    {
        switch (record.Type)
        {
            case DnsType.Srv:
                message.Srv(record.Name, record.Priority, record.Weight, record.Port, record.Target, record.Ttl);
                break;
            case DnsType.CName:
                message.CName(record.Name, record.Target, record.Ttl);
                break;
            default:
                message.A(record.Name, record.Address!.ToString(), record.Ttl, section);
                break;
        }
    }
}
