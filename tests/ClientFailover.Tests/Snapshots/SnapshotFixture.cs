using ClientFailover.Testing;

namespace ClientFailover.Tests.Snapshots;

/// <summary>Processes that start one after the other over a directory of their own; virtual time, and a registry that says nothing unless it is told to.</summary>
internal sealed class SnapshotFixture : IAsyncDisposable
{
    public static readonly ServiceName Orders = ServiceName.Parse("orders");

    private readonly string _root = Directory.CreateTempSubdirectory("clientfailover-").FullName;
    private readonly List<IEndpointPoolRegistry> _processes = [];

    public SnapshotFixture() => Snapshots = Path.Join(_root, "snapshots");

    public VirtualTimeProvider Time { get; init; } = new();

    public string Snapshots { get; set; }

    public string Root => _root;

    public RecordedLogs Logs { get; private set; } = new();

    public ScriptedResolver Consul { get; private set; } = new("consul");

    /// <summary>The warnings that are about snapshots: the registry's own silence has others.</summary>
    public IReadOnlyList<string> Warnings => [.. Logs.Warnings.Where(warning => warning.Contains(Snapshots, StringComparison.Ordinal))];

    /// <summary>The file of orders.</summary>
    public string File => new SnapshotDirectory(Snapshots, TimeSpan.FromHours(1)).FileOf(Orders);

    public SnapshotContent? Kept
    {
        get
        {
            try
            {
                return SnapshotFormat.Read(System.IO.File.ReadAllBytes(File));
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                return null; // to look first would be too early: it may go in between
            }
        }
    }

    public static Endpoint At(int index, string region = "r1") => new(new($"10.0.0.{index}", 80)) { Locality = new(region, "z1") };

    public static Endpoint[] Endpoints(int count) => [.. Enumerable.Range(1, count).Select(index => At(index))];

    /// <summary>Another process, with a registry that hangs.</summary>
    public IEndpointPoolRegistry Start(Action<LocalityFailoverOptions>? configure = null, TimeProvider? time = null)
    {
        (Logs, Consul) = (new(), new("consul"));
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" }, Seed = 1, SnapshotDirectory = Snapshots };
        configure?.Invoke(options);
        var pools = LocalityFailover.Create(options, [Consul], time ?? Time, Logs);
        _processes.Add(pools);
        return pools;
    }

    /// <summary>A process that learns a list and ends.</summary>
    public async Task RunAsync(Endpoint[] endpoints, Action<LocalityFailoverOptions>? configure = null)
    {
        await using var pools = Start(configure);
        var pool = pools.GetPool(Orders);
        Consul.Publish("orders", endpoints);
        await PoolFixture.PlanAsync(pool, plan => plan.Input.Snapshot.Source == "consul");
    }

    public Task KeptAsync(Func<SnapshotContent?, bool> condition) =>
        Shared.Eventually.HoldsAsync(() => condition(Kept), () => $"Kept is: {Kept}; {string.Join('\n', Logs.Lines)}");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(_root, recursive: true);
    }
}
