using BenchmarkDotNet.Attributes;

namespace ClientFailover.Benchmarks;

/// <summary>
/// A sweep over 10,000 endpoints with calls at each, all rules on: at most 5 ms, and nothing that outlives it. Between sweeps the loop looks twice a second. And what one
/// outcome costs to take down: at most 60 ns and 0 B.
/// </summary>
[MemoryDiagnoser]
public class SweepBenchmarks
{
    private const int Count = 10_000;
    private static readonly PoolPolicy Policy = new(FailoverPolicy.Default, new(Fleet.Here), new PowerOfTwoChoices());
    private static readonly CallOutcome Success = new(OutcomeKind.Success, TimeSpan.FromMilliseconds(1));
    private static readonly CallOutcome Failure = new(OutcomeKind.ServerError, TimeSpan.FromMilliseconds(1));

    private readonly PoolState _state = new(ServiceName.Parse(Fleet.Service));
    private readonly EndpointSnapshot _snapshot = new(Fleet.Endpoints(Count), 1, "benchmark", MonotonicTime.Zero);
    private readonly EndpointStats _stats = new();
    private RandomSource _random = new(1);
    private FailoverPlan _plan = FailoverPlan.Empty;
    private MonotonicTime _now;

    [GlobalSetup]
    public void SetUp() => _plan = Advance(TimeSpan.FromSeconds(1)).Plan!;

    [IterationSetup(Target = nameof(Sweep))]
    public void CallAll()
    {
        foreach (ref readonly var member in _plan.Tiers[0].Members.AsSpan())
        {
            for (var call = 0; call < 100; call++)
            {
                member.Stats.Begin();
                member.Stats.Complete(call == 0 ? Failure : Success, _now, Policy.Policy);
            }
        }
    }

    [Benchmark]
    public object Sweep() => Advance(Policy.Policy.OutlierDetection.Interval).Events;

    [Benchmark]
    public object Look() => Advance(TimeSpan.Zero).Events;

    [Benchmark]
    public bool Record()
    {
        _stats.Begin();
        return _stats.Complete(Success, _now, Policy.Policy);
    }

    private PoolChange Advance(TimeSpan after)
    {
        _now += after;
        return _state.Advance(new(_snapshot, Policy, [], ProbeReport.Empty, default), _now, ref _random);
    }
}
