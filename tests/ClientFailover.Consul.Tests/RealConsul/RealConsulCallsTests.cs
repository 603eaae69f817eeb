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
            () => pool.Registry.Last is Resolution.Failed or Resolution.Resolved { Problems.Length: > 0 }, () => $"Consul's loss was not seen: {pool.Registry.Last}");

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
        await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Resolved { Problems.IsEmpty: true }, () => $"Consul is back, and it was not seen: {pool.Registry.Last}");
        await CallAsync(client, 50);
    }

    [Fact]
    public async Task Calls_NearDatacenterCutOffThenKilledThenBackEmpty_NoCallerErrorAndTheTrafficReturns()
    {
        var (east, west) = (fixture.Servers.East, fixture.Servers.West);
        await using var near = await Backend.StartAsync("cut-near");
        await using var beside = await Backend.StartAsync("cut-beside");
        await using var far = await Backend.StartAsync("cut-far");
        await RegisterAsync(east, near, "z1", "cut");
        await RegisterAsync(east, beside, "z1", "cut");
        await RegisterAsync(west, far, "z3", "cut");
        await using var services = Application(east.Address, west.Address);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("cut");
        var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("cut");
        await using var callers = Callers.Start(client);
        await Eventually.HoldsAsync(() => pool.Plan.Tiers.Length == 2 && near.Requests > 50, () => "Both datacenters should be known: " + string.Join("; ", pool.Plan.Explain()));
        Assert.Equal(0, far.Requests);

        // The registry freezes, as behind a partition, and the backends behind it die: the far one takes over.
        await east.PauseAsync();
        await near.KillAsync();
        await beside.KillAsync();
        await Eventually.HoldsAsync(() => far.Requests > 100, () => $"the far datacenter should serve: {string.Join("; ", pool.Plan.Explain())}");

        // Both are back, as they were: so is the traffic, after the hold-down.
        await near.ListenAsync();
        await beside.ListenAsync();
        await east.ResumeAsync();
        await ReturnedAsync(pool, near, beside, far);

        // Killed, and back with nothing registered: that is disputed, and the living backends go on.
        await east.KillAsync();
        await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed or Resolution.Resolved { Problems.Length: > 0 }, () => $"Consul's loss was not seen: {pool.Registry.Last}");
        await east.StartAsync();
        await fixture.Servers.JoinedAsync();
        await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Resolved { Endpoints.Length: 1 }, () => $"the empty answer was not seen: {pool.Registry.Last}");
        await ReturnedAsync(pool, near, beside, far);

        await RegisterAsync(east, near, "z1", "cut");
        await RegisterAsync(east, beside, "z1", "cut");
        await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Resolved { Problems.IsEmpty: true, Endpoints.Length: 3 }, () => $"the registration was not seen: {pool.Registry.Last}");
        await ReturnedAsync(pool, near, beside, far);
        Assert.Empty(callers.Errors);
    }

    /// <summary>A hundred calls in a row, or more, none of them at the far backend.</summary>
    private static async Task ReturnedAsync(IEndpointPool pool, Backend near, Backend beside, Backend far)
    {
        var (atNear, atFar) = (near.Requests + beside.Requests, far.Requests);
        await Eventually.HoldsAsync(
            () =>
            {
                var now = far.Requests;
                (atNear, atFar) = now == atFar ? (atNear, atFar) : (near.Requests + beside.Requests, now);
                return near.Requests + beside.Requests > atNear + 100;
            },
            () => $"the traffic should be near again; near {near.Requests} and {beside.Requests}, far {far.Requests}: {string.Join("; ", pool.Plan.Explain())}");
    }

    private static Task RegisterAsync(ConsulAgent agent, Backend backend, string zone, string service = "shop") => agent.RegisterAsync(new ConsulRegistration(service, backend.Name, backend.Port)
    {
        Address = "127.0.0.1",
        Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["zone"] = zone },
    });

    private static ServiceProvider Application(Uri consul, Uri? fallback = null)
    {
        var services = new ServiceCollection();
        services.AddLocalityFailover(options =>
        {
            (options.Locality.Region, options.Locality.Zone) = ("dc-east", "z1");

            // The rules as they are shipped, in shorter times.
            var defaults = options.Defaults;
            (defaults.LocalityBreaker.BaseOpenTime, defaults.LocalityBreaker.Window, defaults.LocalityComparison.Window) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
            (defaults.Failback.HoldDown, defaults.Failback.RampTime) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2));
            (defaults.OutlierDetection.BaseEjectionTime, defaults.SlowStart.Window) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }).AddConsul(options =>
        {
            options.Address = consul.AbsoluteUri;
            if (fallback is not null)
            {
                options.FallbackAddresses.Add(fallback.AbsoluteUri);
            }

            options.AnswerTimeout = TimeSpan.FromSeconds(3);
            options.Datacenters.Add("dc-east");
            options.Datacenters.Add("dc-west");
            options.Wait = TimeSpan.FromSeconds(2);
        });
        services.AddHttpClient("shop", client => client.BaseAddress = new("http://shop")).AddLocalityFailover();
        services.AddHttpClient("cut", client => client.BaseAddress = new("http://cut")).AddLocalityFailover();
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
