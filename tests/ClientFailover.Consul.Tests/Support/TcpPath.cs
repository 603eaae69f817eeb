using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ClientFailover.Consul.Tests;

/// <summary>Connections to a port of this machine, which may come to lead nowhere: what is sent on them is taken and lost, in silence.</summary>
internal sealed class TcpPath : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _tasks = [];
    private readonly int _target;
    private volatile int _generation;

    public TcpPath(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _tasks.Add(AcceptAsync());
    }

    public int Port { get; }

    /// <summary>The connections there are lead nowhere from now on; new ones do.</summary>
    public void LoseConnections() => Interlocked.Increment(ref _generation);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_tasks);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _tasks.Add(CarryAsync(await _listener.AcceptSocketAsync(_stop.Token), _generation));
            }
        }
        catch (OperationCanceledException)
        {
            // disposed
        }
    }

    private async Task CarryAsync(Socket near, int generation)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            await far.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(near, far, generation), CopyAsync(far, near, generation));
        }
    }

    private async Task CopyAsync(Socket from, Socket to, int generation)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, _stop.Token) is > 0 and var read)
            {
                if (generation == _generation)
                {
                    await to.SendAsync(buffer.AsMemory(0, read), SocketFlags.None, _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // one of the ends is over
        }
    }
}
