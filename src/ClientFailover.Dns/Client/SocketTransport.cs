using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ClientFailover.Dns;

/// <summary>Asks over UDP and TCP, with a socket of its own for every question.</summary>
/// <remarks>
/// A fresh socket has a port that the system draws at random, and a connected one takes nothing from another source: with the random id this is what a forger
/// who does not see the question would have to guess.
/// </remarks>
internal sealed class SocketTransport : IDnsTransport
{
    /// <summary>How many datagrams that are no reply are passed over before the server counts as unreadable: forgers send many.</summary>
    internal const int MaxStrays = 100;

    public ValueTask<int> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> reply, DnsTransportOptions options, CancellationToken cancellationToken) =>
        options.OverTcp ? OverTcpAsync(server, query, reply, options, cancellationToken) : OverUdpAsync(server, query, reply, options, cancellationToken);

    private static async ValueTask<int> OverUdpAsync(
        IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> reply, DnsTransportOptions options, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(query, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        for (var strays = 0; strays < MaxStrays; strays++)
        {
            var length = await socket.ReceiveAsync(reply, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (DnsQuery.IsAnsweredBy(query.Span, reply.Span[..length], options.ExactCase))
            {
                return length;
            }
        }

        throw new IOException($"{MaxStrays} messages that are no reply to the question; somebody may be forging replies");
    }

    private static async ValueTask<int> OverTcpAsync(
        IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> reply, DnsTransportOptions options, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);

        // Length and question in one segment: there are servers that take them only so.
        var framed = new byte[2 + query.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed.AsMemory(2));
        for (var sent = 0; sent < framed.Length;)
        {
            sent += await socket.SendAsync(framed.AsMemory(sent), SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }

        await ReadAsync(socket, reply[..2], cancellationToken).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadUInt16BigEndian(reply.Span);
        await ReadAsync(socket, reply[..length], cancellationToken).ConfigureAwait(false);
        return DnsQuery.IsAnsweredBy(query.Span, reply.Span[..length], options.ExactCase) ? length : throw new IOException("a message that is no reply to the question");
    }

    private static async ValueTask ReadAsync(Socket socket, Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (!destination.IsEmpty)
        {
            var read = await socket.ReceiveAsync(destination, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException("the connection was closed in the middle of the reply");
            }

            destination = destination[read..];
        }
    }
}
