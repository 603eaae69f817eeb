using System.Collections.Immutable;
using ClientFailover.Http;
using ClientFailover.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Scenarios.Tests;

/// <summary>A client process as an application makes it: configuration, container, registry of pools, HTTP handler.</summary>
internal sealed class HttpScenarioClient : IScenarioClient
{
    private readonly IConfigurationRoot _configuration;
    private readonly ServiceProvider _services;

    public HttpScenarioClient(ScenarioClientSetup setup)
    {
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(Section(setup.Policy)).Build();
        _configuration["LocalityFailover:Locality:Region"] = setup.Locality.Region;
        _configuration["LocalityFailover:Locality:Zone"] = setup.Locality.Zone;
        CheckNames();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(_configuration).AddSingleton(setup.Time);
        services.AddLocalityFailover().AddResolver(setup.Resolver.Name, _ => (ScriptedResolver)setup.Resolver);
        _services = services.BuildServiceProvider();
        var pools = _services.GetRequiredService<IEndpointPoolRegistry>();
        Pool = pools.GetPool(ScenarioClientSetup.Service);
        Invoker = new(pools.CreateHandler(setup.Transport));
    }

    public HttpMessageInvoker Invoker { get; }

    public IEndpointPool Pool { get; }

    public void Reload(ImmutableDictionary<string, string> options)
    {
        foreach (var (key, _) in _configuration.GetSection(Path).AsEnumerable().Where(entry => entry.Value is not null).ToList())
        {
            _configuration[key] = null;
        }

        foreach (var (key, value) in Section(options))
        {
            _configuration[key] = value;
        }

        CheckNames();
        _configuration.Reload();
    }

    public void Dispose()
    {
        Invoker.Dispose();
        _services.Dispose();
    }

    private static string Path => $"{LocalityFailoverOptions.SectionName}:Services:{ScenarioClientSetup.Service}";

    private static IEnumerable<KeyValuePair<string, string?>> Section(ImmutableDictionary<string, string> options) =>
        options.Select(option => KeyValuePair.Create($"{Path}:{option.Key}", (string?)option.Value));

    /// <summary>The binder passes over an option it does not know; in a scenario that is a mistake.</summary>
    private void CheckNames() => _configuration.GetSection(LocalityFailoverOptions.SectionName).Get<LocalityFailoverOptions>(static binder => binder.ErrorOnUnknownConfiguration = true);
}
