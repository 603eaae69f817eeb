using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>The primary handler for clients whose application brings none.</summary>
internal static class PrimaryHandlers
{
    /// <summary>How long a connection is used, before jitter: long, since addresses come from us and not from a name that may change behind a connection.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Makes it: connects are bounded, silent HTTP/2 peers are found by pings, a full HTTP/2 connection gets a second, and connections end at times of their own
    /// (a lifetime with jitter) instead of all together. No proxy and no cookies: this is traffic between services.
    /// </summary>
    public static SocketsHttpHandler Create(FailoverPolicy policy, double random) => new()
    {
        ConnectTimeout = policy.Timeouts.Connect,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(5),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        PooledConnectionLifetime = ConnectionLifetime * (0.8 + (0.4 * random)),
        UseCookies = false,
        UseProxy = false,
    };
}
