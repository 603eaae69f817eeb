using ClientFailover.Testing;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Http.Tests;

/// <summary>The handler over a scripted transport and virtual time: endpoints at 10.0.0.1:80, 10.0.0.2:80, … of the service <c>orders</c>.</summary>
internal sealed class ScriptedFleet : IAsyncDisposable
{
    public ScriptedFleet(params string[] zones)
        : this(_ => { }, zones)
    {
    }

    public ScriptedFleet(Action<ServiceOptions> configure, params string[] zones)
    {
        Transport = new ScriptedTransport(Time);
        var service = new ServiceOptions();
        for (var i = 0; i < zones.Length; i++)
        {
            var parts = zones[i].Split('/');
            service.Endpoints.Add(new() { Address = AddressOf(i), Region = parts.Length > 1 ? parts[0] : "r1", Zone = parts[^1] });
        }

        configure(service);
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" } };
        options.Services["orders"] = service;
        Pools = LocalityFailover.Create(options, [Registry], Time);
        Client = new HttpClient(Pools.CreateHandler(Transport)) { BaseAddress = new("http://orders") };
    }

    public VirtualTimeProvider Time { get; } = new();

    public ScriptedTransport Transport { get; }

    /// <summary>Has the endpoints when no zones are stated.</summary>
    public StaticResolver Registry { get; } = new();

    public IEndpointPoolRegistry Pools { get; }

    public IEndpointPool Pool => Pools.GetPool("orders");

    public HttpClient Client { get; }

    public static string AddressOf(int index) => $"10.0.0.{index + 1}:80";

    /// <summary>All endpoints do this.</summary>
    public void All(TransportBehavior behavior)
    {
        for (var i = 0; i < 10; i++)
        {
            On(i, behavior);
        }
    }

    public void On(int index, TransportBehavior behavior) => Transport.On(new EndpointAddress($"10.0.0.{index + 1}", 80).Authority, behavior);

    public Task<HttpResponseMessage> GetAsync(CancellationToken cancellationToken = default) => Client.GetAsync(new Uri("/x", UriKind.Relative), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Pools.DisposeAsync();
    }
}
