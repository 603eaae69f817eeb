using System.Diagnostics.Metrics;
using ClientFailover;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers client-side failover.</summary>
public static class LocalityFailoverServiceCollectionExtensions
{
    /// <summary>
    /// Registers the pools and their options, bound from the configuration section <c>LocalityFailover</c>. Endpoints from that section are always on; add
    /// registries to the result: <c>services.AddLocalityFailover().AddConsul()</c>. A second call adds nothing.
    /// </summary>
    /// <remarks>
    /// The options are checked when the application starts, or at the first use where there is no host: a bad one ends the start with a list of all problems.
    /// A client takes part by <c>AddHttpClient(…).AddLocalityFailover()</c> of the package <c>ClientFailover.Http</c>.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options in code, over those of the configuration.</param>
    public static ILocalityFailoverBuilder AddLocalityFailover(this IServiceCollection services, Action<LocalityFailoverOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddFailoverSettings();
        services.TryAddSingleton(provider => new PickerCatalog(provider.GetServices<PickerRegistration>()));
        services.TryAddSingleton<IEndpointPoolRegistry>(Create);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new LocalityFailoverBuilder(services);
    }

    /// <summary>Registers a picker under the name by which a service's <c>Balancing</c> option calls it. Each pool gets one of its own.</summary>
    /// <typeparam name="TPicker">The picker.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name; a built-in one (<see cref="PickerNames"/>) is replaced.</param>
    public static ILocalityFailoverBuilder AddPicker<TPicker>(this ILocalityFailoverBuilder builder, string name)
        where TPicker : IPicker, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.AddSingleton(new PickerRegistration(name, static () => new TPicker()));
        builder.Services.AddKnownPicker(name);
        return builder;
    }

    private static EndpointPoolRegistry Create(IServiceProvider services)
    {
        var settings = services.GetRequiredService<ISettingsMonitor>();
        services.GetRequiredService<StartupReport>().Write(settings.Current);
        return new(
            settings, services.GetServices<IEndpointResolver>(), services.GetRequiredService<PickerCatalog>(),
            services.GetService<TimeProvider>(), services.GetService<ILoggerFactory>(), services.GetService<IMeterFactory>(), ProbeOf(services));
    }

    /// <summary>What is registered; else connects alone. Not under a virtual clock: real sockets know nothing of it.</summary>
    private static IHealthProbe? ProbeOf(IServiceProvider services) =>
        services.GetService<IHealthProbe>() ?? ((services.GetService<TimeProvider>() ?? TimeProvider.System) == TimeProvider.System ? new TcpProbe() : null);
}
