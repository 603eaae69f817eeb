using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientFailover.Consul.Tests;

public sealed class AddConsulTests
{
    [Fact]
    public async Task AddConsul_Configuration_IsBoundAndCodeComesAfterIt()
    {
        await using var provider = Provider(
            new()
            {
                ["LocalityFailover:Consul:Address"] = "http://consul:8500",
                ["LocalityFailover:Consul:Datacenters:0"] = "east",
                ["LocalityFailover:Consul:Datacenters:1"] = "west",
                ["LocalityFailover:Consul:ZoneKeys:0"] = "az",
                ["LocalityFailover:Consul:Wait"] = "00:00:20",
                ["LocalityFailover:Consul:MaxAnswerBytes"] = "1000000",
                ["LocalityFailover:Consul:Consistency"] = "Stale",
                ["LocalityFailover:Consul:TokenFile"] = "/run/token",
            },
            static builder => builder.AddConsul(static options => options.Wait = TimeSpan.FromSeconds(15)));

        var options = provider.GetRequiredService<IOptions<ConsulOptions>>().Value;

        Assert.Equal("http://consul:8500", options.Address);
        Assert.Equal(["east", "west"], options.Datacenters);
        Assert.Equal(["az"], options.ZoneKeys);
        Assert.Equal(TimeSpan.FromSeconds(15), options.Wait);
        Assert.Equal(1_000_000, options.MaxAnswerBytes);
        Assert.Equal(ConsulConsistency.Stale, options.Consistency);
        Assert.Equal("/run/token", options.TokenFile);
    }

    [Fact]
    public async Task AddConsul_ClustersAndServicesConfigured_AreBound()
    {
        await using var provider = Provider(
            new()
            {
                ["LocalityFailover:Consul:Clusters:0:Name"] = "east",
                ["LocalityFailover:Consul:Clusters:0:FallbackAddresses:0"] = "http://consul-2:8500",
                ["LocalityFailover:Consul:Clusters:1:Name"] = "west",
                ["LocalityFailover:Consul:Clusters:1:Datacenters:0"] = "dc-west",
                ["LocalityFailover:Consul:Clusters:1:Region"] = "us-west",
                ["LocalityFailover:Consul:MaxStale"] = "00:00:10",
                ["LocalityFailover:Consul:Consistency"] = "Stale",
                ["LocalityFailover:Consul:Services:orders:Query"] = "orders-anywhere",
                ["LocalityFailover:Consul:Services:users:OnlyPassing"] = "true",
                ["LocalityFailover:Consul:Services:users:Tags:0"] = "live",
            },
            static builder => builder.AddConsul());

        var options = provider.GetRequiredService<IOptions<ConsulOptions>>().Value;

        Assert.Equal(["east", "west"], options.Clusters.Select(static cluster => cluster.Name));
        Assert.Equal(["http://consul-2:8500"], options.Clusters[0].FallbackAddresses);
        Assert.Equal(("dc-west", "us-west"), (options.Clusters[1].Datacenters[0], options.Clusters[1].Region));
        Assert.Equal(TimeSpan.FromSeconds(10), options.MaxStale);
        Assert.Equal("orders-anywhere", options.Services["Orders"].Query);
        Assert.Equal((true, "live"), (options.Services["users"].OnlyPassing, options.Services["users"].Tags[0]));
    }

    [Fact]
    public async Task AddConsul_Twice_OneResolverAndNothingBoundTwice()
    {
        await using var provider = Provider(
            new() { ["LocalityFailover:Consul:Datacenters:0"] = "east" },
            static builder => builder.AddConsul().AddConsul(static options => options.Wait = TimeSpan.FromSeconds(15)));

        Assert.Equal("consul", Assert.Single(provider.GetServices<IEndpointResolver>()).Name);
        Assert.Equal(["east"], provider.GetRequiredService<IOptions<ConsulOptions>>().Value.Datacenters);
    }

    [Fact]
    public async Task AddConsul_NoConfigurationAtAll_UsesTheDefaults()
    {
        await using var provider = Provider(null, static builder => builder.AddConsul());

        Assert.Equal("consul", Assert.Single(provider.GetServices<IEndpointResolver>()).Name);
    }

    [Fact]
    public async Task AddConsul_BadConfiguration_FailsAtTheStartWithEveryMistake()
    {
        await using var provider = Provider(
            new() { ["LocalityFailover:Consul:Wait"] = "01:00:00", ["LocalityFailover:Consul:MinInterval"] = "00:00:00" },
            static builder => builder.AddConsul());

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(2, error.Failures.Count());
    }

    [Fact]
    public async Task AddConsul_MisspeltKey_IsWarnedOfAndNoOther()
    {
        var log = new ListLogger<ConsulResolver>();
        await using var provider = Provider(
            new()
            {
                ["LocalityFailover:Consul:Clusters:0:Name"] = "east",
                ["LocalityFailover:Consul:Clusters:0:FallbackAddresses:0"] = "http://consul-2:8500",
                ["LocalityFailover:Consul:Clusters:1:Name"] = "west",
                ["LocalityFailover:Consul:Services:users:OnlyPassing"] = "true",
                ["LocalityFailover:Consul:Services:users:Tags:0"] = "live",
                ["LocalityFailover:Consul:Wait"] = "00:00:20",
                ["LocalityFailover:Consul:Consistency"] = "Stale",
                ["LocalityFailover:Consul:Clusters:1:Adress"] = "x",
            },
            builder => builder.AddConsul().Services.AddSingleton<ILogger<ConsulResolver>>(log));

        Assert.Contains(provider.GetServices<IEndpointResolver>(), static one => one.Name == "consul");
        Assert.Equal("LocalityFailover:Consul:Clusters:1:Adress in the configuration is not an option and has no effect. Was Address meant?", Assert.Single(log.Entries).Text);
    }

    private static ServiceProvider Provider(Dictionary<string, string?>? configuration, Action<ILocalityFailoverBuilder> add)
    {
        var services = new ServiceCollection();
        if (configuration is not null)
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        }

        add(new Builder(services));
        return services.BuildServiceProvider();
    }

    private sealed record Builder(IServiceCollection Services) : ILocalityFailoverBuilder;
}
