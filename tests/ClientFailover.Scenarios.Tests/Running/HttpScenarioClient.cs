using System.Collections.Immutable;
using System.Globalization;
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
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(ServiceOptionsPath.Entries(setup.Policy)).Build();
        _configuration["LocalityFailover:Seed"] = setup.Seed.ToString(CultureInfo.InvariantCulture);
        _configuration["LocalityFailover:Locality:Region"] = setup.Locality.Region;
        _configuration["LocalityFailover:Locality:Zone"] = setup.Locality.Zone;
        var services = new ServiceCollection().AddSingleton<IConfiguration>(_configuration).AddSingleton(setup.Time);
        services.AddLocalityFailover().AddResolver(setup.Resolver.Name, _ => (ScriptedResolver)setup.Resolver);
        _services = services.BuildServiceProvider();
        Pools = _services.GetRequiredService<IEndpointPoolRegistry>();
        Pool = Pools.GetPool(ScenarioClientSetup.Service);
        Invoker = new(Pools.CreateHandler(setup.Transport));
    }

    public HttpMessageInvoker Invoker { get; }

    public IEndpointPool Pool { get; }

    public IEndpointPoolRegistry Pools { get; }

    public void Reload(ImmutableDictionary<string, string> options)
    {
        foreach (var (key, _) in _configuration.GetSection(ServiceOptionsPath.Path).AsEnumerable().Where(entry => entry.Value is not null).ToList())
        {
            _configuration[key] = null;
        }

        foreach (var (key, value) in ServiceOptionsPath.Entries(options))
        {
            _configuration[key] = value;
        }

        _configuration.Reload();
    }

    public void Dispose()
    {
        Invoker.Dispose();
        _services.Dispose();
    }
}
