using System.Buffers.Binary;
using System.Net.Sockets;

namespace ClientFailover.Http.Tests;

/// <summary>A server that speaks just enough HTTP/2 to send requests back unprocessed.</summary>
internal static class Http2Frames
{
    private const byte Headers = 1;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte GoAway = 7;

    /// <summary>Resets each stream as soon as its headers are there.</summary>
    public static RawPeer Resets(int error) => new((_, stream, stop) => ServeAsync(stream, id => Frame(ResetStream, id, Word(error)), stop));

    /// <summary>Says goodbye to a request it has taken, and hangs up without an answer.</summary>
    public static RawPeer TakesAndHangsUp(int error = 0) => new((_, stream, stop) => ServeAsync(stream, id => Frame(GoAway, 0, [.. Word(id), .. Word(error)]), stop, hangsUp: true));

    /// <summary>Says goodbye as soon as a request is there: <paramref name="last"/> is the last stream that was processed.</summary>
    public static RawPeer SaysGoodbye(int last, int error = 0) => new((_, stream, stop) => ServeAsync(stream, _ => Frame(GoAway, 0, [.. Word(last), .. Word(error)]), stop));

    private static async Task ServeAsync(NetworkStream stream, Func<int, byte[]> answer, CancellationToken stop, bool hangsUp = false)
    {
        await stream.ReadExactlyAsync(new byte[24], stop); // the preface
        await stream.WriteAsync(Frame(Settings, 0, []), stop);
        var head = new byte[9];
        while (true)
        {
            await stream.ReadExactlyAsync(head, stop);
            var length = (head[0] << 16) | (head[1] << 8) | head[2];
            await stream.ReadExactlyAsync(new byte[length], stop);
            if (head[3] == Headers)
            {
                await stream.WriteAsync(answer(BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5))), stop);
                if (hangsUp)
                {
                    return;
                }
            }
        }
    }

    private static byte[] Frame(byte type, int stream, byte[] payload) => [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, 0, .. Word(stream), .. payload];

    private static byte[] Word(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
