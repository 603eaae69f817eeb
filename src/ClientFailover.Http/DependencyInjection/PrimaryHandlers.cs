using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>The primary handler for clients whose application brings none.</summary>
internal static class PrimaryHandlers
{
    /// <summary>How long a connection is used, before jitter: long, since addresses come from us and not from a name that may change behind a connection.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a connection is kept that nobody uses: not as long as the shortest ejection, so that an endpoint that was out begins with new connections.
    /// </summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(25);

    /// <summary>Between HTTP/2 pings on a connection with requests under way of which nothing is heard.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The same for gRPC, whose servers take three pings within 5 min of silence for an attack, and end the connection: a stream on which nothing happens would not live for 20 s. Hosts that are gone are
    /// found by TCP then (<see cref="EndpointConnections"/>).
    /// </summary>
    private static readonly TimeSpan GrpcPingDelay = TimeSpan.FromSeconds(310);

    /// <summary>
    /// Makes it: connects are bounded, silent HTTP/2 peers are found by pings, a full HTTP/2 connection gets a second, and connections end at times of their own
    /// (a lifetime with jitter) instead of all together. No proxy and no cookies: this is traffic between services.
    /// </summary>
    /// <param name="pools">Whose endpoints it connects to.</param>
    /// <param name="isGrpc">Whether its servers are those of gRPC.</param>
    public static SocketsHttpHandler Create(IEndpointPoolRegistry pools, bool isGrpc = false)
    {
        var (timeouts, connections) = (pools.DefaultPolicy.Timeouts, EndpointConnections.Of(pools));
        var handler = new SocketsHttpHandler
        {

            ConnectCallback = (context, cancellationToken) => connections.ConnectAsync(context, timeouts.Connect, cancellationToken),
            ConnectTimeout = timeouts.Connect == Timeout.InfiniteTimeSpan || timeouts.Tls == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : timeouts.Connect + timeouts.Tls,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = isGrpc ? GrpcPingDelay : PingDelay,
            KeepAlivePingTimeout = isGrpc ? TimeSpan.FromSeconds(20) : TimeSpan.FromSeconds(2),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = ConnectionLifetime * (0.8 + (0.4 * Random.Shared.NextDouble())),
            PooledConnectionIdleTimeout = IdleTime,
            UseCookies = false,
            UseProxy = false,
        };
        LeaveBalancingToUs(handler);
        return handler;
    }

    /// <summary>
    /// Tells gRPC's own library, if it sends calls through a handler, not to balance over its connections: it would look for a host of the service's name before a call has come to us.
    /// An application's own handler needs that too.
    /// </summary>
    public static void LeaveBalancingToUs(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        if (handler is SocketsHttpHandler sockets)
        {
            sockets.Properties["__GrpcLoadBalancingDisabled"] = true;
        }
    }
}
