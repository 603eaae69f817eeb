using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;

namespace ClientFailover.Benchmarks;

/// <summary>From a source's answer with 10,000 endpoints to the plan that picks read: the first in at most 10 ms, one with a single change in at most 2 ms.</summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private const int Count = 10_000;
    private static readonly PoolPolicy Policy = new(FailoverPolicy.Default, new(Fleet.Here), new PowerOfTwoChoices());

    private readonly Resolution.Resolved[] _reweighted = [Answer(Fleet.Endpoints(Count)), Answer(With(new(Fleet.Endpoint(Count - 1).Address) { Locality = Fleet.Here, Weight = 2 }))];
    private readonly Resolution.Resolved[] _replaced = [Answer(Fleet.Endpoints(Count)), Answer(With(Fleet.Endpoint(Count)))];
    private readonly Known _known = new();
    private int _turn;

    [Benchmark]
    public object? First() => new Known().Take(_reweighted[0]);

    /// <summary>The last one, so that the comparison with the list before looks at all.</summary>
    [Benchmark]
    public object? OneReweighted() => _known.Take(_reweighted[++_turn & 1]);

    /// <summary>One goes and another comes. The one that went is still remembered, so each list is also searched for it.</summary>
    [Benchmark]
    public object? OneReplaced() => _known.Take(_replaced[++_turn & 1]);

    private static Resolution.Resolved Answer(ImmutableArray<Endpoint> endpoints) => new("benchmark", endpoints);

    private static ImmutableArray<Endpoint> With(Endpoint last) => Fleet.Endpoints(Count).SetItem(Count - 1, last);

    /// <summary>What a watch and a pool hold between two answers, without their threads.</summary>
    private sealed class Known
    {
        private readonly PoolState _state = new(ServiceName.Parse(Fleet.Service));
        private ResolutionState _resolution = ResolutionState.Initial;
        private RandomSource _random = new(1);
        private FailoverPlan? _published;

        public FailoverPlan Take(Resolution.Resolved answer)
        {
            _resolution = _resolution.Apply(answer, MonotonicTime.Zero, Policy.Policy.RegistryGuard);
            var plan = _state.Advance(new(_resolution.Snapshot, Policy, [], ProbeReport.Empty, default), MonotonicTime.Zero, ref _random).Plan
                ?? throw new InvalidOperationException("The answer changed nothing, so nothing was measured.");
            Volatile.Write(ref _published, plan);
            return plan;
        }
    }
}
