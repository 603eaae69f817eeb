using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientFailover.Dns.Tests;

public sealed class AddDnsTests
{
    [Fact]
    public async Task AddDns_Configuration_IsBoundAndCodeComesAfterIt()
    {
        await using var provider = Provider(
            new()
            {
                ["LocalityFailover:Dns:Servers:0"] = "10.0.0.10",
                ["LocalityFailover:Dns:SearchDomains:0"] = "shop.example",
                ["LocalityFailover:Dns:Ndots"] = "3",
                ["LocalityFailover:Dns:Records"] = "Srv",
                ["LocalityFailover:Dns:AddressFamily"] = "IPv6",
                ["LocalityFailover:Dns:UseTcp"] = "true",
                ["LocalityFailover:Dns:Timeout"] = "00:00:02",
                ["LocalityFailover:Dns:Services:orders:Port"] = "8443",
                ["LocalityFailover:Dns:Services:orders:Records"] = "Address",
                ["LocalityFailover:Dns:Services:orders:Names:0:Name"] = "orders.zone-a.example",
                ["LocalityFailover:Dns:Services:orders:Names:0:Region"] = "eu",
                ["LocalityFailover:Dns:Services:orders:Names:0:Zone"] = "a",
            },
            static builder => builder.AddDns(static options => options.Timeout = TimeSpan.FromSeconds(3)));

        var options = provider.GetRequiredService<IOptions<DnsOptions>>().Value;

        Assert.Equal(["10.0.0.10"], options.Servers);
        Assert.Equal(["shop.example"], options.SearchDomains);
        Assert.Equal((3, DnsRecords.Srv, DnsAddressFamily.IPv6, true), (options.Ndots, options.Records, options.AddressFamily, options.UseTcp));
        Assert.Equal(TimeSpan.FromSeconds(3), options.Timeout);
        var service = options.Services["ORDERS"];
        Assert.Equal((8443, DnsRecords.Address), (service.Port, service.Records));
        Assert.Equal(("orders.zone-a.example", "eu", "a"), (service.Names[0].Name, service.Names[0].Region, service.Names[0].Zone));
    }

    [Fact]
    public async Task AddDns_Twice_OneResolverAndNothingBoundTwice()
    {
        await using var provider = Provider(
            new() { ["LocalityFailover:Dns:Servers:0"] = "10.0.0.10" },
            static builder => builder.AddDns().AddDns(static options => options.Port = 81));

        Assert.Equal("dns", Assert.Single(provider.GetServices<IEndpointResolver>()).Name);
        Assert.Equal(["10.0.0.10"], provider.GetRequiredService<IOptions<DnsOptions>>().Value.Servers);
    }

    [Fact]
    public async Task AddDns_BadConfiguration_FailsAtTheStartWithEveryMistake()
    {
        await using var provider = Provider(
            new() { ["LocalityFailover:Dns:Port"] = "0", ["LocalityFailover:Dns:Servers:0"] = "nobody" },
            static builder => builder.AddDns());

        Assert.Equal(2, Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Failures.Count());
    }

    [Fact]
    public async Task AddDns_NoConfigurationAtAll_UsesTheDefaults()
    {
        await using var provider = Provider(null, static builder => builder.AddDns());

        Assert.Equal("dns", Assert.Single(provider.GetServices<IEndpointResolver>()).Name);
    }

    [Fact]
    public async Task AddDns_MisspeltKey_IsWarnedOfAndNoOther()
    {
        var log = new ListLogger<DnsResolver>();
        await using var provider = Provider(
            new()
            {
                ["LocalityFailover:Dns:Servers:0"] = "10.0.0.10",
                ["LocalityFailover:Dns:Services:orders:Port"] = "8080",
                ["LocalityFailover:Dns:Services:orders:Names:0:Name"] = "a.example",
                ["LocalityFailover:Dns:Records"] = "Srv",
                ["LocalityFailover:Dns:Services:orders:Names:0:Zoen"] = "x",
            },
            builder => builder.AddDns().Services.AddSingleton<ILogger<DnsResolver>>(log));

        Assert.Contains(provider.GetServices<IEndpointResolver>(), static one => one.Name == "dns");
        Assert.Equal("LocalityFailover:Dns:Services:orders:Names:0:Zoen in the configuration is not an option and has no effect. Was Zone meant?", Assert.Single(log.Entries).Text);
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
