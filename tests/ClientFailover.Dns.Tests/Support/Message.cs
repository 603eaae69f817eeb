using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace ClientFailover.Dns.Tests;

/// <summary>Builds replies, for what no recording shows: the question of a query repeated, then records.</summary>
internal sealed class Message
{
    private readonly List<byte> _octets = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.OrdinalIgnoreCase);

    private Message(ReadOnlySpan<byte> header) => _octets.AddRange(header);

    /// <summary>An answer to a question, of no records yet.</summary>
    public static Message To(ReadOnlySpan<byte> query, DnsResponseCode code = DnsResponseCode.NoError)
    {
        var end = 12;
        while (query[end] != 0)
        {
            end += query[end] + 1;
        }

        var message = new Message(query[..(end + 5)]);
        message.Set(2, 0x85);
        message.Set(3, (byte)code);
        message.Set(11, 0); // EDNS is not repeated
        message.NoteQuestion();
        return message;
    }

    public Message Truncated()
    {
        Set(2, 0x87);
        return this;
    }

    public Message A(string name, string address, uint ttl = 60, int section = 3) =>
        Record(name, IPAddress.Parse(address).GetAddressBytes() is { Length: 4 } ? DnsType.A : DnsType.Aaaa, ttl, IPAddress.Parse(address).GetAddressBytes(), section);

    public Message CName(string name, string target, uint ttl = 60) => Record(name, DnsType.CName, ttl, Name(target), 3);

    public Message Srv(string name, int priority, int weight, int port, string target, uint ttl = 60)
    {
        Record(name, DnsType.Srv, ttl, [.. Number(priority), .. Number(weight), .. Number(port)], 3, target);
        return this;
    }

    public Message Soa(string zone, uint minimum) => Record(zone, DnsType.Soa, 3600, [.. Name("ns"), .. Name("mail"), .. new byte[16], .. Number32(minimum)], 4);

    /// <summary>Any record, with any data.</summary>
    public Message Record(string name, DnsType type, uint ttl, ReadOnlySpan<byte> data, int section, string? target = null)
    {
        WriteName(name);
        _octets.AddRange([.. Number((int)type), 0, 1, .. Number32(ttl), 0, 0]);
        var start = _octets.Count;
        _octets.AddRange(data);
        if (target is not null)
        {
            WriteName(target);
        }

        var octets = CollectionsMarshal.AsSpan(_octets);
        BinaryPrimitives.WriteUInt16BigEndian(octets[(start - 2)..], (ushort)(octets.Length - start));
        var count = octets[(section * 2)..];
        BinaryPrimitives.WriteUInt16BigEndian(count, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(count) + 1));
        return this;
    }

    public byte[] Octets() => [.. _octets];

    private static byte[] Number(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Number32(uint value) => [.. Number((int)(value >> 16)), .. Number((int)(value & 0xFFFF))];

    private static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(static label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private void Set(int at, byte value) => _octets[at] = value;

    private void NoteQuestion()
    {
        for (var at = 12; _octets[at] != 0; at += _octets[at] + 1)
        {
            var labels = new List<string>();
            for (var next = at; _octets[next] != 0; next += _octets[next] + 1)
            {
                labels.Add(Encoding.ASCII.GetString(CollectionsMarshal.AsSpan(_octets).Slice(next + 1, _octets[next])));
            }

            _names[string.Join('.', labels)] = at;
        }
    }

    /// <summary>Writes a name, compressed against those before: targets too, so that large sets fit.</summary>
    private void WriteName(string name)
    {
        while (name.Length > 0)
        {
            if (_names.TryGetValue(name, out var at))
            {
                _octets.AddRange(Number(0xC000 | at));
                return;
            }

            if (_octets.Count < 0x4000)
            {
                _names.Add(name, _octets.Count);
            }

            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var label = dot < 0 ? name : name[..dot];
            _octets.Add((byte)label.Length);
            _octets.AddRange(Encoding.ASCII.GetBytes(label));
            name = dot < 0 ? "" : name[(dot + 1)..];
        }

        _octets.Add(0);
    }
}
