using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>A DNS server on real sockets, UDP and TCP, that says whatever octets a test wants; null is silence.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly Func<byte[], bool, Task<IReadOnlyList<byte[]>?>> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private readonly Task _running;
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly ConcurrentQueue<(IPEndPoint From, byte[] Query, bool OverTcp)> _asked = new();

    private StubServer(int port, Func<byte[], bool, Task<IReadOnlyList<byte[]>?>> answer)
    {
        _answer = answer;
        (_udp, _tcp) = Bind(port);
        _running = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    public IPEndPoint Address => (IPEndPoint)_udp.LocalEndPoint!;

    public IReadOnlyList<(IPEndPoint From, byte[] Query, bool OverTcp)> Asked => [.. _asked];

    /// <summary>Answers every question over UDP by one datagram, over TCP by one message.</summary>
    public static StubServer Run(Func<byte[], bool, byte[]?> answer, int port = 0) =>
        new(port, (query, overTcp) => Task.FromResult<IReadOnlyList<byte[]>?>(answer(query, overTcp) is { } reply ? [reply] : null));

    /// <summary>Answers out of a zone, truncated over UDP as a server does.</summary>
    public static StubServer Run(Zone zone, int port = 0) => Run((query, overTcp) => zone.Reply(query) is var reply && (overTcp || reply.Length <= 1232) ? reply : Message.To(query).Truncated().Octets(), port);

    /// <summary>Answers with any number of messages, whenever the test lets it.</summary>
    public static StubServer RunAsync(Func<byte[], bool, Task<IReadOnlyList<byte[]>?>> answer, int port = 0) => new(port, answer);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await _running;
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    /// <summary>One port that is free for both.</summary>
    private static (Socket Udp, Socket Tcp) Bind(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                tcp.Bind(udp.LocalEndPoint!);
                tcp.Listen();
                return (udp, tcp);
            }
            catch (SocketException) when (attempt < 20)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                var (query, from) = (buffer[..received.ReceivedBytes], (IPEndPoint)received.RemoteEndPoint);
                _asked.Enqueue((from, query, false));
                _serving.Add(ReplyAsync(query, from));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ReplyAsync(byte[] query, IPEndPoint from)
    {
        try
        {
            foreach (var reply in await _answer(query, false).WaitAsync(_stop.Token) ?? [])
            {
                await _udp.SendToAsync(reply, from, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed, or the client has gone.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                _serving.Add(ReplyAsync(await _tcp.AcceptAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ReplyAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await using var stream = new NetworkStream(client);
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, _stop.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _stop.Token);
                _asked.Enqueue(((IPEndPoint)client.RemoteEndPoint!, query, true));
                if (await _answer(query, true).WaitAsync(_stop.Token) is not { } replies)
                {
                    await Never.EndsAsync(_stop.Token);
                    return;
                }

                foreach (var reply in replies)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)reply.Length);
                    await stream.WriteAsync(length, _stop.Token);
                    await stream.WriteAsync(reply.AsMemory(0, reply.Length / 2), _stop.Token); // never in one piece
                    await stream.WriteAsync(reply.AsMemory(reply.Length / 2), _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // Disposed, or the client has gone.
            }
        }
    }
}
