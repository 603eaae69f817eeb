using ClientFailover;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers endpoints stated in code.</summary>
public static class StaticEndpointExtensions
{
    /// <summary>
    /// Adds endpoints of a service, served by the resolver <c>static</c>. Several calls for a service add up. To change the endpoints while
    /// the application runs, ask the container for the <see cref="StaticResolver"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="service">The name calls use: <c>orders</c>, or <c>_grpc.orders</c> for a named port.</param>
    /// <param name="endpoints">The endpoints.</param>
    /// <exception cref="FormatException"><paramref name="service"/> is not the name of a service.</exception>
    public static ILocalityFailoverBuilder AddEndpoints(this ILocalityFailoverBuilder builder, string service, params IEnumerable<Endpoint> endpoints)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new StaticEndpoints(ServiceName.Parse(service), StaticResolver.Checked(endpoints)));
        builder.Services.TryAddSingleton(Create);
        return builder.AddResolver(StaticResolver.ResolverName, static services => services.GetRequiredService<StaticResolver>());
    }

    private static StaticResolver Create(IServiceProvider services)
    {
        var resolver = new StaticResolver();
        foreach (var (service, endpoints) in services.GetServices<StaticEndpoints>())
        {
            resolver.Add(service, endpoints);
        }

        return resolver;
    }
}
