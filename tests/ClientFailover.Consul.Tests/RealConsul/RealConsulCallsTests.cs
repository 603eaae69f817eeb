using ClientFailover.Consul.Servers;
using ClientFailover.Http;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Consul.Tests;

/// <summary>Calls of an application whose endpoints come from a real Consul, while Consul and the endpoints fail.</summary>
[Collection(RealConsulCollection.Name)]
public sealed class RealConsulCallsTests(RealConsulFixture fixture) : IClassFixture<RealConsulFixture>
{
    [Fact]
    public async Task Calls_ConsulAndThenTheRegionDie_NoCallerError()
    {
        var (east, west) = (fixture.Servers.East, fixture.Servers.West);
        await using var near1 = await Backend.StartAsync("near1");
        await using var near2 = await Backend.StartAsync("near2");
        await using var zone2 = await Backend.StartAsync("zone2");
        await using var far = await Backend.StartAsync("far");
        await RegisterAsync(east, near1, "z1");
        await RegisterAsync(east, near2, "z1");
        await RegisterAsync(east, zone2, "z2");
        await RegisterAsync(west, far, "z3");
        await using var services = Application(east.Address);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");
        var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("shop");

        await CallAsync(client, 50);
        Assert.Equal((0, 0), (zone2.Requests, far.Requests)); // all in the caller's zone
        await Eventually.HoldsAsync(() => pool.Plan.Tiers.Length == 3, () => "Both datacenters should be known: " + string.Join("; ", pool.Plan.Explain()));

        await east.KillAsync();
        await CallAsync(client, 100); // nobody asks Consul on the way
        await Eventually.HoldsAsync(
            () => pool.LastResolution is Resolution.Failed or Resolution.Resolved { Problems.Length: > 0 }, () => $"Consul's loss was not seen: {pool.LastResolution}");

        await near1.KillAsync();
        await near2.KillAsync();
        await CallAsync(client, 100);
        Assert.NotEqual(0, zone2.Requests);
        await zone2.KillAsync();
        await CallAsync(client, 100);
        Assert.NotEqual(0, far.Requests);

        await near1.ListenAsync();
        await near2.ListenAsync();
        await east.StartAsync(); // with an empty state: its answer is disputed, not believed
        await fixture.Servers.JoinedAsync();
        await CallAsync(client, 100);
        await RegisterAsync(east, near1, "z1");
        await Eventually.HoldsAsync(() => pool.LastResolution is Resolution.Resolved { Problems.IsEmpty: true }, () => $"Consul is back, and it was not seen: {pool.LastResolution}");
        await CallAsync(client, 50);
    }

    private static Task RegisterAsync(ConsulAgent agent, Backend backend, string zone) => agent.RegisterAsync(new ConsulRegistration("shop", backend.Name, backend.Port)
    {
        Address = "127.0.0.1",
        Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["zone"] = zone },
    });

    private static ServiceProvider Application(Uri consul)
    {
        var services = new ServiceCollection();
        services.AddLocalityFailover(options => (options.Locality.Region, options.Locality.Zone) = ("dc-east", "z1")).AddConsul(options =>
        {
            options.Address = consul.AbsoluteUri;
            options.Datacenters.Add("dc-east");
            options.Datacenters.Add("dc-west");
            options.Wait = TimeSpan.FromSeconds(2);
        });
        services.AddHttpClient("shop", client => client.BaseAddress = new("http://shop")).AddLocalityFailover();
        return services.BuildServiceProvider();
    }

    private static async Task CallAsync(HttpClient client, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
            response.EnsureSuccessStatusCode();
        }
    }
}
