using System.Net;
using System.Net.Sockets;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Http.Tests;

/// <summary>A server on a loopback port that does with each connection what a test says, however ill-bred.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private long _written;

    public RawPeer(Func<RawPeer, NetworkStream, CancellationToken, Task> behaviour)
    {
        _listener.Start();
        _loop = AcceptAsync(behaviour);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes <see cref="WriteForeverAsync"/> could send.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Accepts and says nothing.</summary>
    public static RawPeer Silent() => new(static (_, _, stop) => Never.EndsAsync(stop));

    /// <summary>Sends a text, once something has been asked, and closes.</summary>
    public static RawPeer Says(string text) => new(async (_, stream, stop) =>
    {
        await stream.ReadAtLeastAsync(new byte[4096], 1, false, stop);
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text), stop);
        stream.Socket.Shutdown(SocketShutdown.Send);
        await stream.CopyToAsync(Stream.Null, stop); // closed with something unread, the connection would be reset and the text lost
    });

    /// <summary>Sends a text and then another again and again, until the client has had enough.</summary>
    public static RawPeer SaysForever(string first, string again) => new(async (peer, stream, stop) =>
    {
        await stream.ReadAtLeastAsync(new byte[4096], 1, false, stop);
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(first), stop);
        await peer.WriteForeverAsync(stream, System.Text.Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(again, 1 + (4096 / again.Length)))), stop);
    });

    public async Task WriteForeverAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (Written < 1L << 30)
        {
            await stream.WriteAsync(bytes, stop);
            Interlocked.Add(ref _written, bytes.Length);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<RawPeer, NetworkStream, CancellationToken, Task> behaviour)
    {
        List<Task> conversations = [];
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token).AsTask().ContinueWith(accepted => accepted.IsCompletedSuccessfully ? accepted.Result : null, TaskScheduler.Default);
            if (client is not null)
            {
                conversations.Add(TalkAsync(client, behaviour));
            }
        }

        await Task.WhenAll(conversations);
    }

    private async Task TalkAsync(TcpClient client, Func<RawPeer, NetworkStream, CancellationToken, Task> behaviour)
    {
        using (client)
        {
            await behaviour(this, client.GetStream(), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
