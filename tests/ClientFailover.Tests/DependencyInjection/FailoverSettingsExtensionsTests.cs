using ClientFailover.Tests.Resolvers;
using ClientFailover.Tests.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ClientFailover.Tests.DependencyInjection;

public sealed class FailoverSettingsExtensionsTests
{
    private static Endpoint At(string address) => new(EndpointAddress.Parse(address));

    [Fact]
    public void AddFailoverSettings_Twice_RegistersOnce()
    {
        var services = new ServiceCollection().AddFailoverSettings();
        var count = services.Count;

        Assert.Equal(count, services.AddFailoverSettings().Count);
    }

    [Fact]
    public async Task Host_WithBadOptions_DoesNotStart()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("LocalityFailover:Services:orders:Endpoints:0:Address", "10.0.0.5")]);
        builder.Services.AddFailoverSettings();
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("LocalityFailover:Services:orders:Endpoints:0:Address: '10.0.0.5' has no port; write 10.0.0.5:port", error.Failures);
    }

    [Fact]
    public async Task Host_WithABadReload_GoesOn()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("LocalityFailover:Defaults:PanicThreshold", "0.4")]);
        builder.Services.AddFailoverSettings();
        using var host = builder.Build();
        await host.StartAsync();

        builder.Configuration["LocalityFailover:Defaults:PanicThreshold"] = "40";
        ((IConfigurationRoot)builder.Configuration).Reload();

        Assert.Equal(0.4, host.Services.GetRequiredService<ISettingsMonitor>().Current.DefaultPolicy.PanicThreshold);
        await host.StopAsync();
    }

    [Fact]
    public async Task AddEndpoints_SeveralTimes_ServesThemAllThroughOneResolver()
    {
        using var provider = TestSection.Provider(configuration: null, services => new LocalityFailoverBuilder(services)
            .AddEndpoints("orders", At("h:1"), At("h:2"))
            .AddEndpoints("Orders", new List<Endpoint> { At("h:3") })
            .AddEndpoints("stock", At("s:1")));

        var resolver = Assert.Single(provider.GetServices<IEndpointResolver>(), r => r.Name == "static");
        await using var watch = new Watch(resolver, "orders");
        Assert.Equal(["h:1", "h:2", "h:3"], await watch.AddressesAsync());

        provider.GetRequiredService<StaticResolver>().Set("orders", At("h:4"));
        Assert.Equal(["h:4"], await watch.AddressesAsync());
    }

    [Fact]
    public void AddEndpoints_BadArguments_AreRefusedAtOnce()
    {
        var builder = new LocalityFailoverBuilder(new ServiceCollection());

        Assert.Throws<FormatException>(() => builder.AddEndpoints("http://orders", At("h:1")));
        Assert.Throws<ArgumentException>(() => builder.AddEndpoints("orders", [null!]));
        Assert.Empty(builder.Services);
    }

    [Fact]
    public void KnownNames_Registered_MayBeUsed()
    {
        var section = new TestSection(("Defaults:Balancing", "Mine"), ("Defaults:Sources:0", "static"), ("Defaults:Sources:1", "consul"));
        using var provider = TestSection.Provider(section.Configuration, services =>
        {
            new LocalityFailoverBuilder(services).AddEndpoints("orders", At("h:1"));
            services.AddKnownSource("consul").AddKnownPicker("Mine");
        });

        var settings = provider.GetRequiredService<ISettingsMonitor>().Current;

        Assert.Equal("Mine", settings.DefaultPolicy.Balancing);
        Assert.Equal(["static", "consul"], settings.SourcesOf(ServiceName.Parse("orders")));
    }
}
