using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ClientFailover.Http;

/// <summary>
/// Connections that were opened ahead of the calls: when a tier is about to take calls again, its endpoints are connected to before the first call comes, one connection each. A bounded number;
/// one that nobody takes is closed again.
/// </summary>
internal sealed class SpareConnections(TimeProvider clock)
{
    /// <summary>So many endpoints are connected to ahead of the calls at once; a larger tier warms up by its calls.</summary>
    public const int Most = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A server closes what says nothing for long: better to close first than to hand a closed one out.</summary>
    private static readonly TimeSpan Shelf = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Host, int Port), Socket> _spares = new();

    /// <summary>How many there are.</summary>
    public int Count => _spares.Count;

    /// <summary>The spare connection to an address; null when there is none, or it has been closed by the other side.</summary>
    public Socket? Take(DnsEndPoint address)
    {
        if (_spares.IsEmpty || !_spares.TryRemove((address.Host, address.Port), out var socket))
        {
            return null;
        }

        if (IsAlive(socket))
        {
            return socket;
        }

        socket.Dispose();
        return null;
    }

    /// <summary>Opens connections, without waiting for them. One that cannot be opened is left out: the first call will find out.</summary>
    public void Open(IEnumerable<EndpointAddress> addresses)
    {
        foreach (var address in addresses.Take(Most - Math.Min(Most, Count)).ToList())
        {
            _ = OpenAsync(address);
        }
    }

    private async Task OpenAsync(EndpointAddress address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var bound = new CancellationTokenSource(Patience, clock);
            await socket.ConnectAsync(new DnsEndPoint(address.Host, address.Port), bound.Token).ConfigureAwait(false);
            if (!_spares.TryAdd((address.Host, address.Port), socket))
            {
                socket.Dispose();
                return;
            }

            await Task.Delay(Shelf, clock).ConfigureAwait(false);
            if (_spares.TryRemove(KeyValuePair.Create((address.Host, address.Port), socket)))
            {
                socket.Dispose();
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            socket.Dispose();
        }
    }

    /// <summary>Nothing was sent to it, so something to read is its end (or the greeting of what is no HTTP server).</summary>
    private static bool IsAlive(Socket socket)
    {
        try
        {
            return !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
