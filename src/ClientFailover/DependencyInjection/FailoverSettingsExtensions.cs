using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClientFailover;

/// <summary>Registers the options and what reads them. A second call adds nothing.</summary>
internal static class FailoverSettingsExtensions
{
    public static IServiceCollection AddFailoverSettings(this IServiceCollection services)
    {
        services.AddOptions();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<LocalityFailoverOptions>, ConfigurationSectionBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsChangeTokenSource<LocalityFailoverOptions>, ConfigurationSectionBinder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LocalityFailoverOptions>, LocalityFailoverOptionsValidator>());
        services.TryAddSingleton(static s => KnownNames.BuiltIn.With(s.GetServices<KnownPicker>(), s.GetServices<KnownSource>()));
        services.TryAddSingleton<EnvironmentReader>(Environment.GetEnvironmentVariable);
        services.TryAddSingleton<ISettingsMonitor>(static s => new SettingsMonitor(
            s.GetRequiredService<IOptionsFactory<LocalityFailoverOptions>>(),
            s.GetServices<IOptionsChangeTokenSource<LocalityFailoverOptions>>(),
            s.GetRequiredService<EnvironmentReader>(),
            Logger<SettingsMonitor>(s)));
        services.TryAddSingleton(static s => new StartupReport(
            Logger<StartupReport>(s), s.GetService<IConfiguration>()?.GetSection(LocalityFailoverOptions.SectionName), s.GetRequiredService<KnownNames>().Sources));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEndpointResolver, ConfigurationResolver>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SettingsCheck>());
        return services;
    }

    /// <summary>Lets options name a source; for what registers an <see cref="IEndpointResolver"/>.</summary>
    public static IServiceCollection AddKnownSource(this IServiceCollection services, string name) => services.AddSingleton(new KnownSource(name));

    /// <summary>Lets options name a picker; for what registers one.</summary>
    public static IServiceCollection AddKnownPicker(this IServiceCollection services, string name) => services.AddSingleton(new KnownPicker(name));

    /// <summary>A logger, also where the application registered no logging.</summary>
    private static ILogger<T> Logger<T>(IServiceProvider services) => services.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;
}
