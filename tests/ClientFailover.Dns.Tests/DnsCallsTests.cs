using System.Net;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Dns.Tests;

/// <summary>Calls of an application whose endpoints come from DNS, over real sockets, while DNS and the endpoints fail.</summary>
public sealed class DnsCallsTests
{
    [Fact]
    public async Task Calls_DnsAndThenTheNearestTierDie_NoCallerError()
    {
        await using var near = await Backend.StartAsync("near");
        await using var spare = await Backend.StartAsync("spare");
        await using var far = await Backend.StartAsync("far");
        var zone = new Zone();
        zone.Set(
            Zone.Srv("_http._tcp.shop.zone-a.test", "local.test", near.Port, priority: 0), Zone.Srv("_http._tcp.shop.zone-a.test", "local.test", spare.Port, priority: 1),
            Zone.Srv("_http._tcp.shop.zone-b.test", "local.test", far.Port), Zone.A("local.test", "127.0.0.1"));
        await using var server = StubServer.Run(zone);
        await using var services = Application(server.Address);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");
        var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("shop");

        await CallAsync(client, 50);
        Assert.Equal((0, 0), (spare.Requests, far.Requests)); // all to the lowest priority of the caller's zone
        Assert.Equal(3, pool.Plan.Tiers.Length);

        zone.Code = DnsResponseCode.ServFail;
        await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed, () => $"The trouble of DNS was not seen: {pool.Registry.Last}");
        await CallAsync(client, 50);

        await near.KillAsync();
        await CallAsync(client, 100);
        Assert.NotEqual(0, spare.Requests);
        await spare.KillAsync();
        await CallAsync(client, 100);
        Assert.NotEqual(0, far.Requests);
    }

    [Fact]
    public async Task Calls_DnsSaysRubbish_GoOn()
    {
        await using var backend = await Backend.StartAsync("near");
        var zone = new Zone();
        zone.Set(Zone.Srv("_http._tcp.shop.zone-a.test", "local.test", backend.Port), Zone.A("local.test", "127.0.0.1"));
        var isWell = true;
        await using var server = StubServer.Run((query, _) => Volatile.Read(ref isWell) ? zone.Reply(query) : [.. zone.Reply(query)[..20], .. Enumerable.Repeat((byte)0xC0, 1000)]);
        await using var services = Application(server.Address);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");
        await CallAsync(client, 1);

        Volatile.Write(ref isWell, false);
        var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("shop");
        await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed, () => $"The rubbish was not seen: {pool.Registry.Last}");

        await CallAsync(client, 50);
    }

    private static ServiceProvider Application(IPEndPoint server)
    {
        var services = new ServiceCollection();
        services.AddLocalityFailover(static options => (options.Locality.Region, options.Locality.Zone) = ("eu", "a")).AddDns(options =>
        {
            var tested = Settings.Short(server.ToString());
            options.Servers.Add(server.ToString());
            (options.ResolvConf, options.MinRefresh, options.Timeout) = (tested.ResolvConf, tested.MinRefresh, TimeSpan.FromMilliseconds(200));
            options.Services["shop"] = new()
            {
                Names = { new() { Name = "shop.zone-a.test", Region = "eu", Zone = "a" }, new() { Name = "shop.zone-b.test", Region = "eu", Zone = "b" } },
            };
        });
        services.AddHttpClient("shop", static client => client.BaseAddress = new("http://shop")).AddLocalityFailover();
        return services.BuildServiceProvider();
    }

    private static async Task CallAsync(HttpClient client, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }
}
