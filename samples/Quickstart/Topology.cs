using ClientFailover.Testing;

namespace ClientFailover.Samples;

/// <summary>Two regions of two zones of two backends, and what happens to them. The caller runs in the first zone.</summary>
internal sealed class Topology : IAsyncDisposable
{
    private readonly List<BackendServer> _backends =
    [
        .. from region in new[] { "us-east", "us-west" }
           from zone in new[] { "a", "b" }
           from number in new[] { 1, 2 }
           select new BackendServer($"{region}-{zone}-{number}", region, $"{region}-{zone}"),
    ];

    public Task StartAsync() => AllAsync(_backends, backend => backend.ReturnAsync());

    public IReadOnlyList<(string Name, string Address, string State)> States() => [.. _backends.Select(backend => (backend.Name, backend.Address, backend.State))];

    /// <summary>What stands in an application's appsettings.json, but for the ports, which are free ones here.</summary>
    public Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["LocalityFailover:Locality:Region"] = "us-east",
            ["LocalityFailover:Locality:Zone"] = "us-east-a",

            // The calls of this service take some 5 ms; one that has no answer after 300 ms will have none. The default suits services of which nothing is known: 10 s.
            ["LocalityFailover:Services:orders:Timeouts:Attempt"] = "00:00:00.300",

            // The default is 10 s. The first calls of a process are slow, and the backend that took them would stand idle until that is forgotten: it could crash unnoticed.
            ["LocalityFailover:Services:orders:Latency:Decay"] = "00:00:01",

            // The defaults are for outages of minutes: 30 s out, doubling; 30 s held, 60 s to return. Less of each, so that the return fits into this minute.
            ["LocalityFailover:Services:orders:OutlierDetection:BaseEjectionTime"] = "00:00:10",
            ["LocalityFailover:Services:orders:OutlierDetection:MaxEjectionTime"] = "00:00:10",
            ["LocalityFailover:Services:orders:LocalityBreaker:BaseOpenTime"] = "00:00:10",
            ["LocalityFailover:Services:orders:LocalityBreaker:MaxOpenTime"] = "00:00:10",
            ["LocalityFailover:Services:orders:Failback:HoldDown"] = "00:00:02",
            ["LocalityFailover:Services:orders:Failback:RampTime"] = "00:00:04",
            ["LocalityFailover:Services:orders:SlowStart:Window"] = "00:00:03",
        };
        foreach (var (index, backend) in _backends.Index())
        {
            var endpoint = $"LocalityFailover:Services:orders:Endpoints:{index}";
            settings[$"{endpoint}:Address"] = $"http://{backend.Address}";
            settings[$"{endpoint}:Region"] = backend.Region;
            settings[$"{endpoint}:Zone"] = backend.Zone;
        }

        return settings;
    }

    public IReadOnlyList<DrillStep> Script() =>
    [
        new(TimeSpan.FromSeconds(5), "an endpoint crashes", DrillEventKind.Outage, () => _backends[0].CrashAsync()),
        new(TimeSpan.FromSeconds(6), "its zone crashes", DrillEventKind.Outage, () => AllAsync(In("us-east-a"), backend => backend.CrashAsync())),
        new(TimeSpan.FromSeconds(6), "the region goes silent", DrillEventKind.Outage, () => AllAsync(In("us-east-b"), backend => backend.GoSilentAsync())),
        new(TimeSpan.FromSeconds(6), "everything returns", DrillEventKind.Recovery, () => AllAsync(_backends, backend => backend.ReturnAsync())),
    ];

    public async ValueTask DisposeAsync() => await AllAsync(_backends, backend => backend.DisposeAsync().AsTask());

    private IEnumerable<BackendServer> In(string zone) => _backends.Where(backend => backend.Zone == zone);

    private static Task AllAsync(IEnumerable<BackendServer> backends, Func<BackendServer, Task> act) => Task.WhenAll(backends.Select(act));
}
