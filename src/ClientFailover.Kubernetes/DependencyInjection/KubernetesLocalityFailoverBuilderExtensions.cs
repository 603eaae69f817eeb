using ClientFailover;
using ClientFailover.Kubernetes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Kubernetes as a source of endpoints.</summary>
public static class KubernetesLocalityFailoverBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="KubernetesResolver"/>, configured by the section <see cref="KubernetesOptions.SectionName"/> and then by <paramref name="configure"/>.
    /// Several calls add one resolver, with all their settings.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLocalityFailover()</c> gives.</param>
    /// <param name="configure">Settings made in code, over those of the configuration; none by default.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ILocalityFailoverBuilder AddKubernetes(this ILocalityFailoverBuilder builder, Action<KubernetesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (!services.Any(static service => service.ImplementationType == typeof(KubernetesOptionsValidator)))
        {
            services.AddSingleton<IValidateOptions<KubernetesOptions>, KubernetesOptionsValidator>();
            services.AddOptions<KubernetesOptions>()
                .Configure<IServiceProvider>(static (options, provider) => provider.GetService<IConfiguration>()?.GetSection(KubernetesOptions.SectionName).Bind(options))
                .ValidateOnStart();
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder.AddResolver(KubernetesResolver.SourceName, static provider =>
        {
            var logger = provider.GetService<ILogger<KubernetesResolver>>();
            UnknownKeys.Report(provider.GetService<IConfiguration>()?.GetSection(KubernetesOptions.SectionName), static section => section.Bind(new KubernetesOptions()), logger);
            return new KubernetesResolver(
                provider.GetRequiredService<IOptions<KubernetesOptions>>().Value,
                provider.GetRequiredService<IOptions<LocalityFailoverOptions>>().Value.Locality.ToCaller().Locality,
                provider.GetService<TimeProvider>(),
                logger);
        });
    }
}
