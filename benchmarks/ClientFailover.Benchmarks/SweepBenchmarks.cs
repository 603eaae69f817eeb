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

    /// <summary>Every endpoint is judged by every rule, though it had one call.</summary>
    private static readonly FailoverPolicy AllRules = FailoverPolicy.Default with
    {
        OutlierDetection = OutlierDetectionPolicy.Default with
        {
            SuccessRate = SuccessRatePolicy.Default with { RequestVolume = 1 },
            FailurePercentage = FailurePercentagePolicy.Default with { RequestVolume = 1 },
            Latency = LatencyRulePolicy.Default with { RequestVolume = 1 },
        },
    };

    private static readonly PoolPolicy Policy = new(AllRules, new(Fleet.Here), new PowerOfTwoChoices());
    private static readonly CallOutcome Success = new(OutcomeKind.Success, TimeSpan.FromMilliseconds(1));

    private readonly PoolState _state = new(ServiceName.Parse(Fleet.Service));
    private readonly EndpointSnapshot _snapshot = new(Fleet.Endpoints(Count), 1, "benchmark", MonotonicTime.Zero);
    private readonly EndpointStats _stats = new();
    private RandomSource _random = new(1);
    private FailoverPlan _plan = FailoverPlan.Empty;
    private MonotonicTime _now;

    [GlobalSetup]
    public void SetUp() => _plan = Advance(TimeSpan.FromSeconds(1)).Plan!;

    /// <summary>A call at each endpoint: what <see cref="Sweep"/> has on top of the sweep itself.</summary>
    [Benchmark]
    public void CallAll()
    {
        foreach (ref readonly var member in _plan.Tiers[0].Members.AsSpan())
        {
            member.Stats.Begin(default);
            member.Stats.Complete(Success, _now, Policy.Policy);
        }
    }

    [Benchmark]
    public object Sweep()
    {
        CallAll();
        return Advance(Policy.Policy.OutlierDetection.Interval).Events;
    }

    [Benchmark]
    public object Look() => Advance(TimeSpan.Zero).Events;

    [Benchmark]
    public bool Record()
    {
        _stats.Begin(default);
        return _stats.Complete(Success, _now, Policy.Policy);
    }

    private PoolChange Advance(TimeSpan after)
    {
        _now += after;
        return _state.Advance(new(_snapshot, Policy, [], ProbeReport.Empty, default), _now, ref _random);
    }
}
