using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Sends the requests of probes. Whatever a server answers costs a bounded amount of memory: a body is hardly read, headers end after 16 KiB.</summary>
internal static class ProbeInvoker
{
    private const string UserAgent = "ClientFailover-Probe";

    /// <summary>What is left of a body at the end of a probe is read up to this, to keep the connection; beyond it the connection is closed.</summary>
    private const int DrainedBytes = 16 * 1024;

    /// <summary>
    /// Makes the one invoker of all probes. Connections are kept between probes, since a TLS handshake a probe would cost both sides more than the probe, but not for
    /// long: a server that no longer accepts connections must not look well for ever.
    /// </summary>
    public static HttpMessageInvoker Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = DrainedBytes,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ActivityHeadersPropagator = null, // a probe is no call: it leaves no span
    });

    /// <summary>
    /// A request to the endpoint's own address and port, by the name of <see cref="ProbePolicy.Host"/> or the service: it is what a server that hosts
    /// several goes by, and what its certificate is checked against.
    /// </summary>
    public static HttpRequestMessage Request(HttpMethod method, ServiceName service, Endpoint endpoint, string path, ProbePolicy policy)
    {
        var scheme = endpoint.Address.Scheme is "https" or "grpcs" ? "https" : "http";
        var request = new HttpRequestMessage(method, new Uri($"{scheme}://{endpoint.Address.Authority}{(path.StartsWith('/') ? "" : "/")}{path}"));
        request.Headers.TryAddWithoutValidation("Host", policy.Host ?? service.Name);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return request;
    }
}
