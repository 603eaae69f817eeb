using BenchmarkDotNet.Attributes;

namespace ClientFailover.Benchmarks;

/// <summary>What a pool adds to an attempt: pick and complete, through the pool that calls use. To be at most 120 ns and 0 B, and as good as independent of the number of endpoints.</summary>
[MemoryDiagnoser]
public class PickBenchmarks
{
    private readonly CallOutcome _success = new(OutcomeKind.Success, TimeSpan.FromMilliseconds(1));
    private IEndpointPoolRegistry _pools = null!;
    private IEndpointPool _pool = null!;

    [Params(8, 1_000, 10_000)]
    public int Endpoints { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var resolver = new StaticResolver();
        resolver.Set(Fleet.Service, Fleet.Endpoints(Endpoints));
        _pools = LocalityFailover.Create(new() { Locality = { Region = Fleet.Here.Region, Zone = Fleet.Here.Zone } }, [resolver]);
        _pool = _pools.GetPool(Fleet.Service);
        await _pool.WaitForFirstAnswerAsync(CancellationToken.None);

        // Each endpoint has been called before: that is the state a service is in, but for its first moments.
        while (_pool.Plan.Tiers[0].Members.Any(member => member.Stats.Latency is null))
        {
            PickAndComplete();
        }
    }

    [Benchmark]
    public bool PickAndComplete()
    {
        var pick = _pool.Pick();
        pick.Complete(_success);
        return pick.HasEndpoint;
    }

    [GlobalCleanup]
    public async Task TearDownAsync() => await _pools.DisposeAsync();
}
