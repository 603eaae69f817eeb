using ClientFailover.Tests.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Tests.Resolvers;

public sealed class ConfigurationResolverTests : IDisposable
{
    private readonly TestSection _section = new(("Services:orders:Endpoints:0:Address", "h:1"));
    private readonly ServiceProvider _provider;
    private readonly SettingsMonitor _monitor;
    private readonly IEndpointResolver _resolver;

    public ConfigurationResolverTests()
    {
        _provider = _section.Provider();
        _monitor = (SettingsMonitor)_provider.GetRequiredService<ISettingsMonitor>();
        _resolver = Assert.Single(_provider.GetServices<IEndpointResolver>());
    }

    public void Dispose() => _provider.Dispose();

    [Fact]
    public async Task Watch_Reloads_GivesEachNewList()
    {
        await using var watch = new Watch(_resolver, "orders");
        Assert.Equal(["h:1"], await watch.AddressesAsync());

        _section.Reload(("Services:orders:Endpoints:1:Address", "h:2"));
        Assert.Equal(["h:1", "h:2"], await watch.AddressesAsync());

        _section.Reload(("Services:orders:Endpoints:1:Weight", "0"));
        _section.Reload(("Defaults:PanicThreshold", "0.4"));
        _section.Reload(("Services:orders:Endpoints:1:Weight", "5"));
        var weighted = Assert.IsType<Resolution.Resolved>(await watch.NextAsync());

        Assert.Equal([1, 5], weighted.Endpoints.Select(e => e.Weight));
        Assert.Equal("configuration", weighted.Source);
    }

    [Fact]
    public async Task Watch_UnknownService_SaysWhichPathToAdd()
    {
        await using var watch = new Watch(_resolver, "stock");
        var answer = Assert.IsType<Resolution.NotFound>(await watch.NextAsync());
        Assert.Equal("no endpoints are configured; add them under LocalityFailover:Services:stock:Endpoints", answer.Reason);

        _section.Reload(("Services:stock:Endpoints:0:Address", "s:1"));
        Assert.Equal(["s:1"], await watch.AddressesAsync());
    }

    [Fact]
    public async Task Watch_NamedPort_GivesItsEndpointsOnly()
    {
        await using var watch = new Watch(_resolver, "_grpc.orders");
        var answer = Assert.IsType<Resolution.NotFound>(await watch.NextAsync());
        Assert.Equal("no endpoint with the PortName 'grpc' is configured; add one under LocalityFailover:Services:orders:Endpoints", answer.Reason);

        _section.Reload(("Services:orders:Endpoints:1:Address", "h:2"), ("Services:orders:Endpoints:1:PortName", "grpc"));
        Assert.Equal(["h:2"], await watch.AddressesAsync());
    }

    [Fact]
    public async Task Watch_ReloadThatChangesNothingOfTheService_GivesNoAnswer()
    {
        await using var watch = new Watch(_resolver, "orders");
        await watch.NextAsync();

        _section.Reload(("Services:stock:Endpoints:0:Address", "s:1"));
        _section.Reload();

        await watch.CancelAsync();
    }

    [Fact]
    public async Task Watch_CancelledOrLeft_LeavesNoListener()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var cancelled = new Watch(_resolver, "orders");
            await using var left = new Watch(_resolver, "orders");
            await cancelled.NextAsync();
            await left.NextAsync();
            Assert.Equal(2, _monitor.ListenerCount);
            await cancelled.CancelAsync();
            Assert.Equal(1, _monitor.ListenerCount);
        }

        Assert.Equal(0, _monitor.ListenerCount);
    }
}
