using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;

namespace ClientFailover.Dns;

/// <summary>Reads a reply: octets in, records out. Never throws, whatever the octets are; a record that makes no sense is left out and named.</summary>
internal ref struct DnsMessageReader
{
    /// <summary>What a length of two octets can say over TCP.</summary>
    public const int MaxLength = 65_535;

    private const int MaxProblems = 10;
    private readonly ReadOnlySpan<byte> _message;
    private readonly Span<char> _text;
    private readonly ImmutableArray<DnsRecord>.Builder _answers = ImmutableArray.CreateBuilder<DnsRecord>();
    private readonly ImmutableArray<DnsRecord>.Builder _additional = ImmutableArray.CreateBuilder<DnsRecord>();
    private List<string>? _problems;
    private int _position = 12;
    private int _lastPointer = -1;
    private string _lastOwner = "";
    private uint? _negativeTtl;
    private bool _namesOthers;
    private int _extendedCode;

    private DnsMessageReader(ReadOnlySpan<byte> message, Span<char> text)
    {
        _message = message;
        _text = text;
    }

    private enum Section
    {
        Answer = 0,
        Authority = 1,
        Additional = 2,
    }

    /// <summary>Reads a whole message.</summary>
    /// <param name="message">At most <see cref="MaxLength"/> octets.</param>
    /// <param name="read">The reply.</param>
    /// <param name="problem">Why it cannot be read: it is cut off, or no message at all.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, out DnsMessage read, out string problem)
    {
        read = new DnsMessage();
        if (message.Length is < 12 or > MaxLength)
        {
            problem = $"a message of {message.Length} octets";
            return false;
        }

        Span<char> text = stackalloc char[DnsNameReader.MaxText];
        var reader = new DnsMessageReader(message, text);
        var isTruncated = (message[2] & 0x02) != 0;
        problem = "";
        if (!isTruncated && !reader.TryReadSections(out problem))
        {
            // What is truncated is asked for again whole: nothing in it is of use.
            return false;
        }

        read = reader.Build(isTruncated);
        return true;
    }

    private readonly DnsMessage Build(bool isTruncated) => new()
    {
        Code = (DnsResponseCode)((_message[3] & 0x0F) | _extendedCode),
        IsTruncated = isTruncated,
        IsAuthoritative = (_message[2] & 0x04) != 0,
        Answers = _answers.DrainToImmutable(),
        Additional = _additional.DrainToImmutable(),
        NegativeTtl = _negativeTtl,
        NamesOtherServers = _namesOthers,
        Problems = _problems is null ? [] : [.. _problems],
    };

    private bool TryReadSections(out string problem)
    {
        for (var i = Count(4); i > 0; i--)
        {
            if (!TrySkipName() || (_position += 4) > _message.Length)
            {
                problem = "the question is cut off";
                return false;
            }
        }

        foreach (var section in (ReadOnlySpan<Section>)[Section.Answer, Section.Authority, Section.Additional])
        {
            for (var i = Count(6 + (2 * (int)section)); i > 0; i--)
            {
                if (!TryReadRecord(section))
                {
                    problem = $"a record of section {section} is cut off, or its name leads nowhere (octet {_position})";
                    return false;
                }
            }
        }

        problem = "";
        return true;
    }

    private readonly int Count(int at) => BinaryPrimitives.ReadUInt16BigEndian(_message[at..]);

    private bool TryReadRecord(Section section)
    {
        var begin = _position;
        if (!TrySkipName() || _position + 10 > _message.Length)
        {
            return false;
        }

        var head = _message.Slice(_position, 10);
        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(head);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        var start = _position + 10;
        var end = start + BinaryPrimitives.ReadUInt16BigEndian(head[8..]);
        if (end > _message.Length)
        {
            return false;
        }

        if (type == DnsType.Opt)
        {
            _extendedCode = section == Section.Additional ? head[4] << 4 : _extendedCode;
        }
        else if (BinaryPrimitives.ReadUInt16BigEndian(head[2..]) == 1)
        {
            // A TTL with the highest bit set is 0 (RFC 2181).
            Take(section, begin, type, ttl > int.MaxValue ? 0 : ttl, start, end);
        }

        _position = end;
        return true;
    }

    private void Take(Section section, int begin, DnsType type, uint ttl, int start, int end)
    {
        if (section == Section.Authority)
        {
            _namesOthers |= type == DnsType.NS;
            if (type == DnsType.Soa && end - start >= 22)
            {
                // The minimum is the last of five numbers behind two names.
                _negativeTtl = Math.Min(ttl, BinaryPrimitives.ReadUInt32BigEndian(_message[(end - 4)..]));
            }

            return;
        }

        if (type is not (DnsType.A or DnsType.Aaaa) && (section == Section.Additional || type is not (DnsType.CName or DnsType.Srv)))
        {
            return;
        }

        var owner = Owner(begin);
        if (Record(new DnsRecord(owner, type, ttl), start, end) is { } record)
        {
            (section == Section.Answer ? _answers : _additional).Add(record);
        }
        else
        {
            Report($"the {type} record of '{owner}' has data that is none ({end - start} octets); it is left out");
        }
    }

    private DnsRecord? Record(DnsRecord record, int start, int end)
    {
        var data = _message[start..end];
        switch (record.Type)
        {
            case DnsType.A when data.Length == 4:
            case DnsType.Aaaa when data.Length == 16:
                return record with { Address = new IPAddress(data) };
            case DnsType.CName when Name(start, end) is { } target:
                return record with { Target = target };
            case DnsType.Srv when data.Length >= 7 && Name(start + 6, end) is { } target:
                return record with
                {
                    Priority = BinaryPrimitives.ReadUInt16BigEndian(data),
                    Weight = BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
                    Port = BinaryPrimitives.ReadUInt16BigEndian(data[4..]),
                    Target = target,
                };
            default:
                return null;
        }
    }

    private readonly string? Name(int at, int end)
    {
        var position = at;
        return DnsNameReader.TryRead(_message, ref position, _text, out var length) && position == end ? new string(_text[..length]) : null;
    }

    /// <summary>The owner's name. Those of one set are pointers to the same place, and become one string.</summary>
    private string Owner(int at)
    {
        var pointer = _message[at] >= 0xC0 ? BinaryPrimitives.ReadUInt16BigEndian(_message[at..]) : -1;
        if (pointer < 0 || pointer != _lastPointer)
        {
            DnsNameReader.TryRead(_message, ref at, _text, out var length);
            (_lastPointer, _lastOwner) = (pointer, new string(_text[..length]));
        }

        return _lastOwner;
    }

    private bool TrySkipName() => DnsNameReader.TryRead(_message, ref _position, _text, out _);

    private void Report(string problem)
    {
        _problems ??= [];
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(problem);
        }
    }
}
