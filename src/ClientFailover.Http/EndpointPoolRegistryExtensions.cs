using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Handlers without dependency injection.</summary>
public static class EndpointPoolRegistryExtensions
{
    /// <summary>A handler for an <see cref="HttpClient"/> whose calls go to the endpoints of the service they name.</summary>
    /// <param name="pools">The pools, from <c>LocalityFailover.Create</c> or the application's services. They outlive the handler and are not disposed with it.</param>
    /// <param name="innerHandler">Sends the attempts, and is disposed with the handler; null (the default) for a socket handler with the defaults of this library.</param>
    /// <param name="policy">The name of the service whose options apply; null (the default) for each service's own.</param>
    public static HttpMessageHandler CreateHandler(this IEndpointPoolRegistry pools, HttpMessageHandler? innerHandler = null, string? policy = null)
    {
        ArgumentNullException.ThrowIfNull(pools);
        return Create(pools, innerHandler ?? PrimaryHandlers.Create(pools), policy);
    }

    /// <summary>
    /// A handler for a gRPC channel (<c>GrpcChannelOptions.HttpHandler</c>) whose calls go to the endpoints of the service its address names, each for itself. The same as
    /// <see cref="CreateHandler"/> but for the socket handler, whose pings a gRPC server bears with. A channel that disposes its handler disposes this one.
    /// </summary>
    /// <inheritdoc cref="CreateHandler"/>
    public static HttpMessageHandler CreateGrpcHandler(this IEndpointPoolRegistry pools, HttpMessageHandler? innerHandler = null, string? policy = null)
    {
        ArgumentNullException.ThrowIfNull(pools);
        return Create(pools, innerHandler ?? PrimaryHandlers.Create(pools, isGrpc: true), policy);
    }

    private static FailoverHandler Create(IEndpointPoolRegistry pools, HttpMessageHandler innerHandler, string? policy)
    {
        PrimaryHandlers.LeaveBalancingToUs(innerHandler);
        return new(pools, new AttemptSender(new(pools.TimeProvider), EndpointConnections.Of(pools), pools.TimeProvider), pools.TimeProvider, policy) { InnerHandler = innerHandler };
    }
}
