using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace ClientFailover.Http;

/// <summary>
/// The connections of all primary handlers that this library makes for a registry of pools, by address. They tell of which age the connection of a failed attempt was, and those of an endpoint
/// that has been gone for the drain time are closed.
/// </summary>
internal sealed class EndpointConnections
{
    private const int KeepAliveSeconds = 5; // the unit of the socket option
    private static readonly ConditionalWeakTable<IEndpointPoolRegistry, EndpointConnections> Known = [];
    private readonly ConcurrentDictionary<(string Host, int Port), AddressConnections> _byAddress = new();
    private readonly IEndpointPoolRegistry _pools;
    private readonly SpareConnections _spares;

    private EndpointConnections(IEndpointPoolRegistry pools)
    {
        _pools = pools;
        _spares = new(pools.TimeProvider);
        pools.Subscribe(Hear); // for as long as the pools live
    }

    /// <summary>Those of a registry; always the same.</summary>
    public static EndpointConnections Of(IEndpointPoolRegistry pools) => Known.GetValue(pools, static key => new(key));

    /// <summary>How many connections to an address are open.</summary>
    public int Count(EndpointAddress address) => Find(address)?.Count ?? 0;

    /// <summary>When the connection was opened that an attempt begun at <paramref name="since"/> was made over, at the earliest; null when nothing is known of it.</summary>
    public MonotonicTime? Eldest(EndpointAddress address, MonotonicTime since) => Find(address)?.Eldest(since);

    /// <summary>Opens a connection as the handler would itself. The time for it is the policy's, the handler's own bounds it together with TLS.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="timeout">The time for it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var address = context.DnsEndPoint;
        var socket = _spares.Take(address) ?? await OpenAsync(address, timeout, cancellationToken).ConfigureAwait(false);
        KeepAlive(socket);
        var all = _byAddress.GetOrAdd((address.Host, address.Port), static (_, pools) => new(() => pools.Now), _pools);
        var connection = new TrackedConnection(socket, all, _pools.Now);
        all.Add(connection);
        return connection;
    }

    private static async Task<Socket> OpenAsync(DnsEndPoint address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            bound.CancelAfter(timeout);
            await socket.ConnectAsync(address, bound.Token).ConfigureAwait(false);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut, $"No connection within {timeout}.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>TCP asks by itself whether the host of an idle connection is still there, and ends it after 5 + 3 s when not: streams on which nothing happens have no other sign of it.</summary>
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    private AddressConnections? Find(EndpointAddress address) => _byAddress.GetValueOrDefault((address.Host, address.Port));

    private void Hear(FailoverEvent happened)
    {
        switch (happened)
        {
            case EndpointDrained drained when !IsUsed(drained.Endpoint.Address):
                if (_byAddress.TryRemove((drained.Endpoint.Address.Host, drained.Endpoint.Address.Port), out var gone))
                {
                    gone.Abort();
                }

                break;
            case TierReturnMoved { From.Phase: GatePhase.Holding, To.Phase: GatePhase.Ramping } returning:
                _spares.Open(Returning(returning));
                break;
        }
    }

    /// <summary>Whether another pool sends calls there: two services may share an address.</summary>
    private bool IsUsed(EndpointAddress address) => _pools.Pools.Any(
        pool => pool.Plan.Input.Snapshot.Endpoints.Any(endpoint => endpoint.Condition != EndpointCondition.Draining && endpoint.Address.Port == address.Port
            && string.Equals(endpoint.Address.Host, address.Host, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The endpoints that are to take calls again, and to which none of our connections leads any more. Where an application's own handler connects, there never was one.</summary>
    private IEnumerable<EndpointAddress> Returning(TierReturnMoved returning) =>
        from pool in _pools.Pools
        where pool.Service == returning.Service && returning.Tier < pool.Plan.Tiers.Length
        from member in pool.Plan.Tiers[returning.Tier].Members
        where member.Health == EndpointHealth.Healthy && Find(member.Endpoint.Address) is { Count: 0 }
        select member.Endpoint.Address;
}
