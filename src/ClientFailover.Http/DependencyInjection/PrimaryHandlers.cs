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

    /// <summary>
    /// Makes it: connects are bounded, silent HTTP/2 peers are found by pings, a full HTTP/2 connection gets a second, and connections end at times of their own
    /// (a lifetime with jitter) instead of all together. No proxy and no cookies: this is traffic between services.
    /// </summary>
    /// <param name="pools">Whose endpoints it connects to.</param>
    public static SocketsHttpHandler Create(IEndpointPoolRegistry pools)
    {
        var (timeouts, connections) = (pools.DefaultPolicy.Timeouts, EndpointConnections.Of(pools));
        return new()
        {
            Properties = { ["__GrpcLoadBalancingDisabled"] = true }, // grpc-dotnet would balance connections where we balance calls

            ConnectCallback = (context, cancellationToken) => connections.ConnectAsync(context, timeouts.Connect, cancellationToken),
            ConnectTimeout = timeouts.Connect == Timeout.InfiniteTimeSpan || timeouts.Tls == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : timeouts.Connect + timeouts.Tls,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = ConnectionLifetime * (0.8 + (0.4 * Random.Shared.NextDouble())),
            PooledConnectionIdleTimeout = IdleTime,
            UseCookies = false,
            UseProxy = false,
        };
    }
}
