using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClientFailover;

/// <summary>Failover without dependency injection.</summary>
public static class LocalityFailover
{
    /// <summary>Makes the pools of a process from options stated in code. Keep the result for as long as the process calls services, and dispose it then.</summary>
    /// <param name="options">The options; later changes to them have no effect.</param>
    /// <param name="resolvers">Registries to ask for services that the options have no endpoints for, in order.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <param name="loggers">Where logs go; nowhere by default.</param>
    /// <param name="probe">Probes endpoints, by default those that are ejected or doubted: <see cref="TcpProbe"/>, or <c>HealthProbes</c> of ClientFailover.Http. Null, the default, probes nobody.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; it lists every problem with its remedy.</exception>
    public static IEndpointPoolRegistry Create(
        LocalityFailoverOptions options, IEnumerable<IEndpointResolver>? resolvers = null, TimeProvider? timeProvider = null, ILoggerFactory? loggers = null,
        IHealthProbe? probe = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        IEndpointResolver[] others = [.. resolvers ?? []];
        var known = KnownNames.BuiltIn.With([], others.Select(resolver => new KnownSource(resolver.Name)));
        var settings = FixedSettings.Create(options, known, Environment.GetEnvironmentVariable);
        loggers ??= NullLoggerFactory.Instance;
        new StartupReport(loggers.CreateLogger<StartupReport>()).Write(settings.Current);
        return new EndpointPoolRegistry(settings, [new ConfigurationResolver(settings), .. others], new PickerCatalog([]), timeProvider, loggers, probe: probe);
    }
}
