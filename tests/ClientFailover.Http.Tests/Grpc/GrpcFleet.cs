using System.Globalization;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Http.Tests;

/// <summary>A client in zone z1 of region r1 of the service <c>orders</c>, which has endpoints at ports of this machine; and servers to put there.</summary>
internal sealed class GrpcFleet : IAsyncDisposable
{
    private readonly IEndpointPoolRegistry _pools;
    private readonly IReadOnlyList<IAsyncDisposable> _servers;

    /// <param name="configure">Changes the service's options.</param>
    /// <param name="servers">Ended with the fleet.</param>
    /// <param name="places">Port and zone of each endpoint.</param>
    public GrpcFleet(Action<ServiceOptions>? configure, IReadOnlyList<IAsyncDisposable> servers, params (int Port, string Zone)[] places)
    {
        _servers = servers;
        var service = new ServiceOptions();
        foreach (var (port, zone) in places)
        {
            service.Endpoints.Add(new() { Address = $"http://127.0.0.1:{port}", Region = "r1", Zone = zone });
        }

        configure?.Invoke(service);
        _pools = LocalityFailover.Create(new() { Locality = { Region = "r1", Zone = "z1" }, Services = { ["orders"] = service } });
        Client = new(_pools.CreateGrpcHandler());
    }

    public GrpcClient Client { get; }

    public IEndpointPool Pool => _pools.GetPool("orders");

    /// <summary>The ports of the servers.</summary>
    public IEnumerable<int> Ports => _servers.OfType<GrpcServerProcess>().Select(PortOf);

    /// <summary>What is in flight anywhere.</summary>
    public int InFlight => Members.Sum(member => member.Stats.InFlight);

    /// <summary>What attempts have come to.</summary>
    public HealthCounts Counts => Members.Aggregate(default(HealthCounts), (sum, member) => sum + member.Stats.Totals.Since(default));

    private IEnumerable<Candidate> Members => Pool.Plan.Tiers.SelectMany(tier => tier.Members);

    /// <summary>Real servers (grpc-backend.py), one for each zone; skips the calling test where there can be none.</summary>
    public static Task<GrpcFleet> StartAsync(params string[] zones) => StartAsync(null, 0, zones);

    /// <param name="configure">Changes the service's options.</param>
    /// <param name="maxConnectionAge">How long a connection lives before its server says goodbye to it, in ms; 0 for ever.</param>
    /// <param name="zones">One for each server.</param>
    public static async Task<GrpcFleet> StartAsync(Action<ServiceOptions>? configure, int maxConnectionAge, params string[] zones)
    {
        var servers = await Task.WhenAll(zones.Select(_ => GrpcServerProcess.StartAsync("grpc-backend.py", "0", maxConnectionAge.ToString(CultureInfo.InvariantCulture))));
        return new(configure, servers, [.. servers.Zip(zones, (server, zone) => (PortOf(server), zone))]);
    }

    private static int PortOf(GrpcServerProcess server) => int.Parse(server.Line, CultureInfo.InvariantCulture);

    /// <summary>Ends a server in the middle of whatever it does.</summary>
    public Task KillAsync(int index) => ((GrpcServerProcess)_servers[index]).KillAsync();

    /// <summary>Waits until nothing is in flight.</summary>
    public Task IdleAsync() => Eventually.HoldsAsync(() => InFlight == 0, () => $"{InFlight} attempts are in flight.");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _pools.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
