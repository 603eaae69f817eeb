using ClientFailover.Testing;

namespace ClientFailover.Tests;

/// <summary>A registry over a scripted registry and virtual time.</summary>
internal sealed class PoolFixture : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public PoolFixture(Action<ServiceOptions>? configure = null, IHealthProbe? probe = null)
    {
        Options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" }, Seed = 1 };
        configure?.Invoke(Options.Defaults);
        Pools = LocalityFailover.Create(Options, [Resolver], Time, probe: probe);
    }

    public LocalityFailoverOptions Options { get; }

    public VirtualTimeProvider Time { get; } = new();

    public ScriptedResolver Resolver { get; } = new();

    public IEndpointPoolRegistry Pools { get; }

    public static Endpoint Endpoint(int index, string zone = "z1", string region = "r1") =>
        new(new($"10.0.0.{index}", 80)) { Locality = new(region, zone) };

    public static Task PlanAsync(IEndpointPool pool, Func<FailoverPlan, bool> condition) =>
        Shared.Eventually.HoldsAsync(() => condition(pool.Plan), () => "The plan is: " + string.Join("; ", pool.Plan.Explain()));

    /// <summary>Waits until the pool's loop has seen to all that it was woken for.</summary>
    public static Task SettledAsync(IEndpointPool pool) => Shared.Eventually.HoldsAsync(() => ((EndpointPool)pool).IsSettled, () => "The loop is busy.");

    /// <summary>Fails the endpoint at <paramref name="index"/> so often that it is ejected, and waits until it is.</summary>
    public static async Task EjectAsync(IEndpointPool pool, int index, OutcomeKind kind = OutcomeKind.ConnectFailed)
    {
        for (var i = 0; i < 1000 && pool.Plan.Explain().Single(d => d.Endpoint.Address.Host.EndsWith($".{index}", StringComparison.Ordinal)).Health == EndpointHealth.Healthy; i++)
        {
            var pick = pool.Pick();
            var bad = pick.Endpoint.Address.Host.EndsWith($".{index}", StringComparison.Ordinal);
            pick.Complete(new(bad ? kind : OutcomeKind.Success, TimeSpan.FromMilliseconds(bad ? 1 : 10_000)));
            await SettledAsync(pool);
        }
    }

    public ValueTask DisposeAsync() => Pools.DisposeAsync();
}
