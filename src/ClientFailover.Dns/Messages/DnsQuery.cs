using System.Buffers.Binary;
using System.Text;

namespace ClientFailover.Dns;

/// <summary>Writes a question, and tells whether a message answers it. Functions of octets; no state.</summary>
internal static class DnsQuery
{
    /// <summary>The longest question: header, name, type and class, and EDNS's record.</summary>
    public const int MaxLength = HeaderLength + 255 + 4 + 11;

    /// <summary>How many random octets <see cref="TryWrite"/> takes for the case of the letters.</summary>
    public const int CaseBits = 32;

    private const int HeaderLength = 12;
    private const ushort ClassInternet = 1;

    /// <summary>Writes a question that asks the server to ask others for us.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> octets.</param>
    /// <param name="id">Random: what a forger has to guess.</param>
    /// <param name="name">With or without a dot at the end.</param>
    /// <param name="type">What is asked for.</param>
    /// <param name="udpSize">The largest reply over UDP that is taken (EDNS); 0 leaves EDNS out.</param>
    /// <param name="caseBits">A random bit for each letter's case, <see cref="CaseBits"/> octets ("0x20"); empty leaves the name as it is.</param>
    /// <param name="length">How many octets were written.</param>
    /// <returns>False when the name cannot be asked for: an empty label or one above 63 octets, above 255 in all, or other characters than printable ASCII.</returns>
    public static bool TryWrite(Span<byte> destination, ushort id, string name, DnsType type, int udpSize, ReadOnlySpan<byte> caseBits, out int length)
    {
        destination = destination[..MaxLength];
        destination.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(destination, id);
        destination[2] = 0x01; // recursion desired
        destination[5] = 1;
        destination[11] = udpSize > 0 ? (byte)1 : (byte)0;
        length = HeaderLength;
        if (!TryWriteName(destination, name, caseBits, ref length))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination[length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(length + 2)..], ClassInternet);
        length += 4;
        if (udpSize > 0)
        {
            // The root's name, the type, the size in place of the class; extended code, version, flags and options are all zero.
            BinaryPrimitives.WriteUInt16BigEndian(destination[(length + 1)..], (ushort)DnsType.Opt);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(length + 3)..], (ushort)udpSize);
            length += 11;
        }

        return true;
    }

    /// <summary>Whether <paramref name="reply"/> is a reply to <paramref name="query"/>: its id, and the question repeated.</summary>
    /// <param name="query">The question as it was sent.</param>
    /// <param name="reply">What arrived.</param>
    /// <param name="exactCase">Whether the letters must have the case they were sent in.</param>
    public static bool IsAnsweredBy(ReadOnlySpan<byte> query, ReadOnlySpan<byte> reply, bool exactCase)
    {
        if (reply.Length < HeaderLength || !reply[..2].SequenceEqual(query[..2]) || (reply[2] & 0xF8) != 0x80)
        {
            return false;
        }

        var questions = BinaryPrimitives.ReadUInt16BigEndian(reply[4..]);
        if (questions == 0)
        {
            // A server that could not read the question, or would not, may leave it out. Such a reply can do no more than fail.
            return (reply[3] & 0x0F) is not ((int)DnsResponseCode.NoError or (int)DnsResponseCode.NXDomain);
        }

        var question = query[HeaderLength..QuestionEnd(query)];
        return questions == 1 && reply.Length >= HeaderLength + question.Length
            && (exactCase
                ? reply.Slice(HeaderLength, question.Length).SequenceEqual(question)
                : Ascii.EqualsIgnoreCase(reply.Slice(HeaderLength, question.Length), question));
    }

    /// <summary>Whether a name can be asked for.</summary>
    public static bool IsName(string name) => TryWrite(stackalloc byte[MaxLength], 0, name, DnsType.A, 0, [], out _);

    private static int QuestionEnd(ReadOnlySpan<byte> query)
    {
        var at = HeaderLength;
        while (query[at] != 0)
        {
            at += query[at] + 1;
        }

        return at + 5;
    }

    private static bool TryWriteName(Span<byte> destination, string name, ReadOnlySpan<byte> caseBits, ref int length)
    {
        var rest = name.AsSpan();
        rest = rest is [.., '.'] ? rest[..^1] : rest;
        if (rest.Length is 0 or > 253)
        {
            return false;
        }

        while (true)
        {
            var dot = rest.IndexOf('.');
            var label = dot < 0 ? rest : rest[..dot];
            if (label.Length is 0 or > 63 || label.ContainsAnyExceptInRange('!', '~') || label.Contains('\\'))
            {
                return false;
            }

            destination[length++] = (byte)label.Length;
            foreach (var letter in label)
            {
                var place = length - HeaderLength;
                var turned = !caseBits.IsEmpty && char.IsAsciiLetter(letter) && (caseBits[place / 8] >> (place % 8) & 1) != 0;
                destination[length++] = (byte)(turned ? letter ^ 0x20 : letter);
            }

            if (dot < 0)
            {
                destination[length++] = 0;
                return true;
            }

            rest = rest[(dot + 1)..];
        }
    }
}
