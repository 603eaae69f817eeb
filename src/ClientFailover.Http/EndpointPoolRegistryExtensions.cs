using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Handlers without dependency injection.</summary>
public static class EndpointPoolRegistryExtensions
{
    /// <summary>A handler for an <see cref="HttpClient"/> or a gRPC channel whose calls go to the endpoints of the service they name.</summary>
    /// <param name="pools">The pools, from <c>LocalityFailover.Create</c>. They outlive the handler and are not disposed with it.</param>
    /// <param name="innerHandler">Sends the attempts, and is disposed with the handler; null (the default) for a socket handler with the defaults of this library.</param>
    /// <param name="policy">The name of the service whose options apply; null (the default) for each service's own.</param>
    public static HttpMessageHandler CreateHandler(this IEndpointPoolRegistry pools, HttpMessageHandler? innerHandler = null, string? policy = null)
    {
        ArgumentNullException.ThrowIfNull(pools);
        return new FailoverHandler(pools, new AttemptSender(new(pools.TimeProvider), EndpointConnections.Of(pools), pools.TimeProvider), pools.TimeProvider, policy)
        {
            InnerHandler = innerHandler ?? PrimaryHandlers.Create(pools),
        };
    }
}
