using System.Collections.Concurrent;
using ClientFailover.Testing;

namespace ClientFailover.Tests;

/// <summary>Pools of services with targets, over two scripted registries and virtual time.</summary>
internal sealed class TargetsFixture : IAsyncDisposable
{
    public TargetsFixture(Action<LocalityFailoverOptions> configure)
    {
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" }, Seed = 1, Defaults = { Failback = { Jitter = 0 } } };
        configure(options);
        Pools = LocalityFailover.Create(options, [Kubernetes, Consul], Time);
        Pools.Subscribe(happened => Events.Enqueue(happened));
    }

    public VirtualTimeProvider Time { get; } = new();

    public ScriptedResolver Kubernetes { get; } = new("kubernetes");

    public ScriptedResolver Consul { get; } = new("consul");

    public IEndpointPoolRegistry Pools { get; }

    public ConcurrentQueue<FailoverEvent> Events { get; } = new();

    public IEnumerable<(string From, string To)> Moves => Events.OfType<SourceMoved>().Select(moved => (moved.From, moved.To));

    public static ServiceOptions Ordered(params TargetOptions[] targets) => Targets(TargetComposition.Ordered, targets);

    public static ServiceOptions Merged(params TargetOptions[] targets) => Targets(TargetComposition.Merged, targets);

    /// <summary>Waits until exactly these serve.</summary>
    public static Task ServedByAsync(IEndpointPool pool, string source, params string[] hosts) => PoolFixture.PlanAsync(
        pool, plan => plan.Input.Snapshot.Source == source && plan.Input.Snapshot.Endpoints.Select(endpoint => endpoint.Address.Host).SequenceEqual(hosts));

    /// <summary>Lets time pass in small steps until a source serves.</summary>
    public async Task PassUntilServedByAsync(IEndpointPool pool, string source)
    {
        for (var i = 0; i < 200 && pool.Plan.Input.Snapshot.Source != source; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(0.5));
            await PoolFixture.SettledAsync(pool);
        }
    }

    public ValueTask DisposeAsync() => Pools.DisposeAsync();

    private static ServiceOptions Targets(TargetComposition composition, TargetOptions[] targets)
    {
        var options = new ServiceOptions { Composition = composition };
        foreach (var target in targets)
        {
            options.Targets.Add(target);
        }

        return options;
    }
}
