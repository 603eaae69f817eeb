using ClientFailover;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers sources of endpoints.</summary>
public static class ResolverExtensions
{
    /// <summary>
    /// Adds a source of endpoints. Sources are asked in the order of their registration, after the configuration, unless a service names its own under
    /// <c>Sources</c>. A second registration of the same type adds nothing.
    /// </summary>
    /// <typeparam name="TResolver">The resolver.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The resolver's <see cref="IEndpointResolver.Name"/>: what a service's <c>Sources</c> may say.</param>
    /// <param name="create">Makes it; the container disposes it.</param>
    public static ILocalityFailoverBuilder AddResolver<TResolver>(this ILocalityFailoverBuilder builder, string name, Func<IServiceProvider, TResolver> create)
        where TResolver : class, IEndpointResolver
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.AddKnownSource(name);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IEndpointResolver, TResolver>(create));
        return builder;
    }
}
