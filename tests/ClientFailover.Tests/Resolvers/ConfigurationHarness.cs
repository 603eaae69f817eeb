using System.Collections.Immutable;
using ClientFailover.Testing;
using ClientFailover.Tests.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Tests.Resolvers;

/// <summary>A configuration that is reloaded.</summary>
internal sealed class ConfigurationHarness : IResolverHarness
{
    private readonly Source _section = new();
    private readonly ServiceProvider _provider;

    public ConfigurationHarness()
    {
        _provider = TestSection.Provider(new ConfigurationBuilder().Add(_section).Build());
        Resolver = Assert.Single(_provider.GetServices<IEndpointResolver>());
    }

    public IEndpointResolver Resolver { get; }

    public ServiceName Service { get; } = ServiceName.Parse("orders");

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody");

    public TimeProvider TimeProvider => TimeProvider.System;

    public ConformancePace Pace { get; } = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1));

    public string? Lacks(ResolverAbility ability) => ability switch
    {
        ResolverAbility.Delete or ResolverAbility.Weights or ResolverAbility.Repeat => null,
        ResolverAbility.Empty => "a configuration without endpoints says nothing of the service",
        ResolverAbility.Duplicates => "the validator refuses an address that stands there twice",
        ResolverAbility.ManyEndpoints => "nobody writes 5,000 endpoints into a file, and reading them takes the binder seconds",
        _ => "it is read from memory",
    };

    public Task ServeAsync(ImmutableArray<Endpoint> endpoints)
    {
        _section.Set(endpoints.SelectMany(static (one, i) => (KeyValuePair<string, string?>[])
        [
            new($"LocalityFailover:Services:orders:Endpoints:{i}:Address", one.Address.Authority), new($"LocalityFailover:Services:orders:Endpoints:{i}:Weight", $"{one.Weight}"),
        ]));
        return Task.CompletedTask;
    }

    public Task DeleteAsync() => ServeAsync([]);

    public Task RepeatAsync()
    {
        _section.Again();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    /// <summary>A file that is written anew each time.</summary>
    private sealed class Source : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Set(IEnumerable<KeyValuePair<string, string?>> values)
        {
            Data = new Dictionary<string, string?>(values, StringComparer.OrdinalIgnoreCase);
            OnReload();
        }

        public void Again() => OnReload();
    }
}
