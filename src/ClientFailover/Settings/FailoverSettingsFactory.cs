using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>Copies valid options into <see cref="FailoverSettings"/>; nothing of the options is kept.</summary>
internal static class FailoverSettingsFactory
{
    private static readonly TimeSpan DefaultSnapshotMaxAge = TimeSpan.FromHours(24);

    public static FailoverSettings Create(LocalityFailoverOptions options, EnvironmentReader environment)
    {
        var (caller, origin) = OwnLocality.Find(options.Locality, environment);
        var others = new ConfiguredService(new ServiceOptions(), options.Defaults);
        var services = options.Services.ToFrozenDictionary(
            s => ServiceName.Parse(s.Key).Name, s => new ConfiguredService(s.Value, options.Defaults), StringComparer.Ordinal);

        ConfiguredService Of(ServiceName service) => services.GetValueOrDefault(service.Name, others);

        return new FailoverSettings
        {
            Caller = caller,
            Origin = origin,
            PolicyOf = service => Of(service).Policy,
            EndpointsOf = service => Of(service).EndpointsOf(service.PortName),
            SourcesOf = service => Of(service).Sources,
            TargetsOf = service => Of(service).Targets,
            Services = [.. services.Keys.Order(StringComparer.Ordinal).Select(ServiceName.Parse)],
            DefaultPolicy = others.Policy,
            SnapshotDirectory = options.SnapshotDirectory,
            SnapshotMaxAge = options.SnapshotMaxAge ?? DefaultSnapshotMaxAge,
            Seed = options.Seed,
        };
    }
}
