using ClientFailover.Consul.Servers;
using ClientFailover.Testing;

namespace ClientFailover.Samples;

/// <summary>Two real Consul datacenters with two zones of two backend processes each, and what happens to them. The caller runs in the first zone.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly TwoDatacenters _consul;
    private readonly List<BackendProcess> _backends;

    private Fleet(TwoDatacenters consul)
    {
        _consul = consul;
        var ports = new Queue<int>(ServerScripts.FreePorts(8));
        _backends =
        [
            .. from agent in new[] { consul.East, consul.West }
               from zone in new[] { "a", "b" }
               from number in new[] { 1, 2 }
               select new BackendProcess($"{agent.Datacenter}-{zone}-{number}", $"{agent.Datacenter}-{zone}", ports.Dequeue(), agent),
        ];
    }

    public Uri Consul => _consul.East.Address;

    /// <exception cref="ConsulUnavailableException">No Consul can be had.</exception>
    public static async Task<Fleet> StartAsync()
    {
        var fleet = new Fleet(await TwoDatacenters.StartAsync());
        try
        {
            await AllAsync(fleet._backends, backend => backend.StartAsync());
            await AllAsync(fleet._backends, backend => backend.RegisterAsync());
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyList<(string Name, string Address, string State)> States() => [.. _backends.Select(backend => (backend.Name, backend.Address, backend.State))];

    public IReadOnlyList<DrillStep> Script() =>
    [
        new(TimeSpan.FromSeconds(5), "the own Consul is killed", DrillEventKind.Outage, () => _consul.East.KillAsync()),
        new(TimeSpan.FromSeconds(4), "a backend is killed", DrillEventKind.Outage, () => _backends[0].KillAsync()),
        new(TimeSpan.FromSeconds(5), "Consul returns, empty", DrillEventKind.Outage, ReturnConsulAsync),
        new(TimeSpan.FromSeconds(5), "the zone is deregistered", DrillEventKind.Outage, () => AllAsync(In("dc-east-a"), backend => backend.DeregisterAsync())),
        new(TimeSpan.FromSeconds(5), "the zone is registered again", DrillEventKind.Recovery, ReturnAsync),
        new(TimeSpan.FromSeconds(10), "the zone is killed", DrillEventKind.Outage, () => AllAsync(In("dc-east-a"), backend => backend.KillAsync())),
        new(TimeSpan.FromSeconds(5), "the region is killed", DrillEventKind.Outage, () => AllAsync(In("dc-east-a", "dc-east-b"), backend => backend.KillAsync())),
        new(TimeSpan.FromSeconds(5), "everything returns", DrillEventKind.Recovery, ReturnAsync),
    ];

    public async ValueTask DisposeAsync()
    {
        await AllAsync(_backends, backend => backend.DisposeAsync().AsTask());
        await _consul.DisposeAsync();
    }

    private static Task AllAsync(IEnumerable<BackendProcess> backends, Func<BackendProcess, Task> act) => Task.WhenAll(backends.Select(act));

    private IEnumerable<BackendProcess> In(params string[] zones) => _backends.Where(backend => zones.Contains(backend.Zone));

    /// <summary>A Consul that has lost its state: first it answers with nothing, then the backends register again, as their agents would.</summary>
    private async Task ReturnConsulAsync()
    {
        await _consul.East.StartAsync();
        await _consul.JoinedAsync();
        await AllAsync(_backends.Where(backend => backend.Datacenter == _consul.East.Datacenter), backend => backend.RegisterAsync());
    }

    private async Task ReturnAsync()
    {
        await AllAsync(_backends, backend => backend.StartAsync());
        await AllAsync(_backends, backend => backend.RegisterAsync());
    }
}
