using System.Globalization;

namespace ClientFailover.Dns;

/// <summary>Reads a domain name off a message, compressed or not (RFC 1035, 4.1.4).</summary>
/// <remarks>
/// Every compression pointer must lead before the last one, as a "prior occurrence" does, so that a loop cannot be followed; and a name has no more pointers
/// than it can have labels, so that a chain of them costs little.
/// </remarks>
internal static class DnsNameReader
{
    /// <summary>The longest name in text: 255 octets, of which each may need four characters.</summary>
    public const int MaxText = 1024;

    private const int MaxOctets = 255;
    private const int MaxPointers = 127;

    /// <summary>Reads the name at <paramref name="position"/> and moves behind it.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="position">Where the name begins; afterwards, where what follows it begins.</param>
    /// <param name="text">Takes the name, at least <see cref="MaxText"/> characters: small letters, dots between labels, other octets as <c>\ddd</c>.</param>
    /// <param name="length">How many characters were written.</param>
    /// <returns>False when it is cut off, too long, or its pointers lead nowhere.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int position, Span<char> text, out int length)
    {
        length = 0;
        var (at, earliest, octets, behind, pointers) = (position, position, 0, -1, 0);
        while (at < message.Length)
        {
            var size = message[at];
            if (size == 0)
            {
                position = behind < 0 ? at + 1 : behind;
                return true;
            }

            if (size >= 0xC0)
            {
                if (at + 1 >= message.Length)
                {
                    return false;
                }

                var target = ((size & 0x3F) << 8) | message[at + 1];
                if (target >= earliest || ++pointers > MaxPointers)
                {
                    return false;
                }

                behind = behind < 0 ? at + 2 : behind;
                earliest = at = target;
                continue;
            }

            octets += size + 1;
            if (size > 63 || octets >= MaxOctets || at + 1 + size > message.Length)
            {
                return false;
            }

            length = Append(message.Slice(at + 1, size), text, length);
            at += size + 1;
        }

        return false;
    }

    private static int Append(ReadOnlySpan<byte> label, Span<char> text, int length)
    {
        if (length > 0)
        {
            text[length++] = '.';
        }

        foreach (var octet in label)
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_')
            {
                text[length++] = char.ToLowerInvariant((char)octet);
            }
            else
            {
                text[length++] = '\\';
                octet.TryFormat(text[length..], out _, "D3", CultureInfo.InvariantCulture);
                length += 3;
            }
        }

        return length;
    }
}
