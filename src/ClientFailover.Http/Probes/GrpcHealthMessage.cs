using System.Buffers.Binary;
using System.Text;

namespace ClientFailover.Http;

/// <summary>
/// The two messages of <c>grpc.health.v1.Health/Check</c> in their frames: <c>HealthCheckRequest { string service = 1 }</c> and
/// <c>HealthCheckResponse { ServingStatus status = 1 }</c>. So small that a protobuf library would be the larger risk.
/// </summary>
/// <remarks>A frame is one byte "compressed", four bytes length (big-endian), the message. github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, doc/health-checking.md.</remarks>
internal static class GrpcHealthMessage
{
    private const int FrameHead = 5;
    private const byte ServiceTag = (1 << 3) | LengthDelimited;
    private const int StatusField = 1;
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    /// <summary>A framed request for the health of <paramref name="service"/>; empty for the whole server.</summary>
    public static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        List<byte> message = [];
        if (name.Length > 0)
        {
            message.Add(ServiceTag);
            for (var rest = (uint)name.Length; ; rest >>= 7)
            {
                message.Add((byte)(rest < 0x80 ? rest : rest | 0x80));
                if (rest < 0x80)
                {
                    break;
                }
            }

            message.AddRange(name);
        }

        var frame = new byte[FrameHead + message.Count];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Count);
        message.CopyTo(frame, FrameHead);
        return frame;
    }

    /// <summary>Reads the status of a framed response; false when the bytes are no such message.</summary>
    public static bool TryReadStatus(ReadOnlySpan<byte> frame, out GrpcServingStatus status)
    {
        status = GrpcServingStatus.Unknown; // an absent field has the value 0
        if (frame.Length < FrameHead || frame[0] != 0 || BinaryPrimitives.ReadUInt32BigEndian(frame[1..]) != frame.Length - FrameHead)
        {
            return false;
        }

        var rest = frame[FrameHead..];
        while (rest.Length > 0)
        {
            if (!TryReadVarint(ref rest, out var tag) || !TryReadValue(ref rest, (int)(tag & 7), out var value))
            {
                return false;
            }

            if (tag == (StatusField << 3 | Varint))
            {
                status = (GrpcServingStatus)(int)value; // the last one counts
            }
        }

        return true;
    }

    private static bool TryReadValue(ref ReadOnlySpan<byte> rest, int wireType, out ulong value)
    {
        value = 0;
        switch (wireType)
        {
            case Varint:
                return TryReadVarint(ref rest, out value);
            case Fixed64:
                return TrySkip(ref rest, 8);
            case Fixed32:
                return TrySkip(ref rest, 4);
            case LengthDelimited:
                return TryReadVarint(ref rest, out var length) && TrySkip(ref rest, length);
            default:
                return false;
        }
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < rest.Length; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> rest, ulong length)
    {
        if (length > (ulong)rest.Length)
        {
            return false;
        }

        rest = rest[(int)length..];
        return true;
    }
}
