using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The sources of the process, each asked once for a service whoever wants to know, and what each service makes of them. Thread-safe.</summary>
internal sealed class SourceCatalog
{
    private readonly ISettingsMonitor _settings;
    private readonly MonotonicClock _clock;
    private readonly Entropy _entropy;
    private readonly ImmutableArray<SharedSource> _sources;
    private readonly Dictionary<ServiceName, ServiceSource> _services = [];
    private readonly Lock _lock = new();

    public SourceCatalog(IEnumerable<IEndpointResolver> resolvers, ISettingsMonitor settings, MonotonicClock clock, Entropy entropy)
    {
        (_settings, _clock, _entropy) = (settings, clock, entropy);
        _sources = [.. resolvers.Select(Share)];
    }

    /// <summary>The policy for the watch of a service.</summary>
    public FailoverPolicy PolicyOf(ServiceName service)
    {
        var policy = _settings.Current.PolicyOf(service);
        return Of(service).IsSettled ? policy with { RegistryGuard = policy.RegistryGuard with { MinRemaining = 0 } } : policy;
    }

    /// <summary>Where a service's endpoints come from, as the options said when it was first asked for.</summary>
    public ServiceSource Of(ServiceName service)
    {
        lock (_lock)
        {
            if (!_services.TryGetValue(service, out var source))
            {
                _services.Add(service, source = Make(service));
            }

            return source;
        }
    }

    private ServiceSource Make(ServiceName service)
    {
        var settings = _settings.Current;
        var targets = settings.TargetsOf(service);
        return targets.IsEmpty
            ? new(Named(settings.SourcesOf(service)), IsSettled: false)
            : new(new ComposedResolver([.. targets.Select(target => Target(target, service))], () => _settings.Current.PolicyOf(service), _clock, _entropy.For(service.Name)), IsSettled: true);
    }

    /// <summary>Targets that are services in turn are made first; the validator has seen to it that none of them leads back.</summary>
    private ResolverTarget Target(ConfiguredTarget target, ServiceName called)
    {
        var of = target.Source is { } name ? new(Named([name]), IsSettled: false) : Of(target.For(called));
        return new(target, Share(of.Resolver), of.IsSettled);
    }

    private OrderedResolver Named(ImmutableArray<string> names) =>
        new(names.IsEmpty ? _sources : [.. names.SelectMany(name => _sources.Where(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)))]);

    private SharedSource Share(IEndpointResolver resolver) => new(resolver, _clock.TimeProvider, _entropy);
}
