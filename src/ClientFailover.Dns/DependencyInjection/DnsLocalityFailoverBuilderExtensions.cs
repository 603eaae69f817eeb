using ClientFailover;
using ClientFailover.Dns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds DNS as a source of endpoints.</summary>
public static class DnsLocalityFailoverBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="DnsResolver"/>, configured by the section <see cref="DnsOptions.SectionName"/> and then by <paramref name="configure"/>.
    /// Several calls add one resolver, with all their settings.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLocalityFailover()</c> gives.</param>
    /// <param name="configure">Settings made in code, over those of the configuration; none by default.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ILocalityFailoverBuilder AddDns(this ILocalityFailoverBuilder builder, Action<DnsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (!services.Any(static service => service.ImplementationType == typeof(DnsOptionsValidator)))
        {
            services.AddSingleton<IValidateOptions<DnsOptions>, DnsOptionsValidator>();
            services.AddOptions<DnsOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(DnsOptions.SectionName).Bind(options))
                .ValidateOnStart();
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder.AddResolver(DnsResolver.SourceName, static provider =>
        {
            var logger = provider.GetService<ILogger<DnsResolver>>();
            UnknownKeys.Report(provider.GetService<IConfiguration>()?.GetSection(DnsOptions.SectionName), static section => section.Bind(new DnsOptions()), logger);
            return new DnsResolver(
                provider.GetRequiredService<IOptions<DnsOptions>>().Value,
                provider.GetService<TimeProvider>(),
                logger);
        });
    }
}
