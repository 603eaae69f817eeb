using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace ClientFailover.Tests.Shared;

/// <summary>A TCP server that answers each request with whatever bytes a test says, kept alive between requests.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<StubRequest, Stream, CancellationToken, Task> _answer;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly Task _accepting;
    private int _count;

    private StubServer(Func<StubRequest, Stream, CancellationToken, Task> answer, int port = 0)
    {
        _answer = answer;
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads of the requests so far.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Answers the nth request (from 0) with the nth reply; the last one is held open without an answer.</summary>
    public static StubServer Replay(params byte[][] replies) =>
        new((request, stream, cancellationToken) => request.Number < replies.Length ? stream.WriteAsync(replies[request.Number], cancellationToken).AsTask() : Never.EndsAsync(cancellationToken));

    /// <summary>Answers each request by writing to its connection; throw an <see cref="IOException"/> to close it.</summary>
    public static StubServer Run(Func<StubRequest, Stream, CancellationToken, Task> answer, int port = 0) => new(answer, port);

    /// <summary>Returns once so many more requests have arrived; fails when they do not come in time.</summary>
    public async Task ArrivedAsync(int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var i = 0; i < count; i++)
        {
            await _arrivals.Reader.ReadAsync(deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await HeadAsync(stream) is { } head)
                {
                    _requests.Enqueue(head);
                    _arrivals.Writer.TryWrite(head);
                    await _answer(new StubRequest(Interlocked.Increment(ref _count) - 1, head), stream, _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The test closed it, or the client went away.
            }
        }
    }

    private async Task<string?> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(buffer, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)buffer[0]);
        }

        return head.ToString();
    }
}
