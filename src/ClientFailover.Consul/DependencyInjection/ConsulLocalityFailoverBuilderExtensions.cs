using ClientFailover;
using ClientFailover.Consul;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Consul as a source of endpoints.</summary>
public static class ConsulLocalityFailoverBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="ConsulResolver"/>, configured by the section <see cref="ConsulOptions.SectionName"/> and then by <paramref name="configure"/>.
    /// Several calls add one resolver, with all their settings.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLocalityFailover()</c> gives.</param>
    /// <param name="configure">Settings made in code, over those of the configuration; none by default.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ILocalityFailoverBuilder AddConsul(this ILocalityFailoverBuilder builder, Action<ConsulOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (!services.Any(static service => service.ImplementationType == typeof(ConsulOptionsValidator)))
        {
            services.AddSingleton<IValidateOptions<ConsulOptions>, ConsulOptionsValidator>();
            services.AddOptions<ConsulOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(ConsulOptions.SectionName).Bind(options))
                .ValidateOnStart();
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder.AddResolver(ConsulResolver.SourceName, static provider =>
        {
            var logger = provider.GetService<ILogger<ConsulResolver>>();
            UnknownKeys.Report(provider.GetService<IConfiguration>()?.GetSection(ConsulOptions.SectionName), static section => section.Bind(new ConsulOptions()), logger);
            return new ConsulResolver(
                provider.GetRequiredService<IOptions<ConsulOptions>>().Value,
                provider.GetService<TimeProvider>(),
                logger);
        });
    }
}
