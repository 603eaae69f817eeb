using System.Buffers;
using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What a pool knows between two plans. Touched by the pool's loop alone, so it needs no lock.</summary>
internal sealed class PoolState
{
    /// <summary>A ramp moves in steps of at least this: a plan for each percent would be work for nothing.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);

    private readonly EndpointRecords _records = new();
    private readonly LocalityHealth _localities = new();
    private readonly FailbackGates _gates = new();
    private EndpointSnapshot _snapshot = EndpointSnapshot.None;
    private EjectionLedger _ledger = EjectionLedger.Empty;
    private PoolPolicy? _policy;
    private FailoverPlan? _plan;
    private MonotonicTime _sweptAt;
    private long _sweptAttempts;

    /// <summary>Takes in a list and a policy, looks at what has happened, and plans anew when anything changed.</summary>
    public PoolChange Advance(EndpointSnapshot snapshot, PoolPolicy policy, MonotonicTime now, ref RandomSource random)
    {
        var published = _plan;
        if (snapshot.Version != _snapshot.Version)
        {
            foreach (var gone in _records.Take(snapshot, now))
            {
                _ledger = _ledger.Without(gone);
            }
        }

        if (_plan is null || snapshot.Version != _snapshot.Version || !ReferenceEquals(policy, _policy))
        {
            (_snapshot, _policy) = (snapshot, policy);
            Plan(now);
        }

        var circuits = _localities.Advance(_plan!, _records.Listed, policy.Policy.LocalityBreaker, mayOpen: true, now, ref random);
        var review = Review(policy.Policy.OutlierDetection, now, ref random);
        if (!review.Transitions.IsEmpty || !IsUpToDate(now))
        {
            Plan(now);
        }

        if (_localities.HasSharedFault(now)
            ? _gates.Open()
            : _gates.Advance(_plan!.Tiers, tier => IsClean(tier, review, now), policy.Policy.Failback, now, ref random))
        {
            Plan(now);
        }

        return new(ReferenceEquals(_plan, published) ? null : _plan, review.Transitions, review.Reports, circuits, NextReview(now));
    }

    private bool IsUpToDate(MonotonicTime now)
    {
        var input = _plan!.Input;
        return _localities.Circuits().SequenceEqual(input.Circuits) && WarmUp.Shares(_records.Listed, input.Policy.SlowStart, now).SequenceEqual(input.Shares);
    }

    private void Plan(MonotonicTime now)
    {
        var (policy, caller) = (_policy!.Policy, _policy.Caller);
        _plan = FailoverPlanner.Plan(new(_snapshot, _records.Stats, _ledger, caller, policy)
        {
            Shares = WarmUp.Shares(_records.Listed, policy.SlowStart, now),
            Circuits = _localities.Circuits(),
            Gates = _gates.Closed,
        });
    }

    private bool IsClean(PriorityTier tier, OutlierReview review, MonotonicTime now) =>
        !review.Transitions.Any(transition => !transition.IsRelease && transition.Tier == tier.Index)
        && _localities.RateOf(tier, now).FailureRate <= _policy!.Policy.Failback.MaxFailureShare;

    private OutlierReview Review(OutlierDetectionPolicy policy, MonotonicTime now, ref RandomSource random)
    {
        // The rules that compare endpoints run at each sweep; those that count in a row whenever the loop is woken.
        TimeSpan? window = now >= _sweptAt + policy.Interval ? now - _sweptAt : null;
        var candidates = ArrayPool<OutlierCandidate>.Shared.Rent(_records.Listed.Length);
        var count = 0;
        var attempts = 0L;
        foreach (var tier in _plan!.Tiers)
        {
            foreach (ref readonly var member in tier.Members.AsSpan())
            {
                if (member.Health != EndpointHealth.Draining)
                {
                    var identity = member.Endpoint.Identity;
                    var counts = window is null ? default : _records[identity].Sweep();
                    candidates[count++] = new(identity, tier.Index, member.Stats.Runs, counts);
                    attempts += counts.Total;
                }
            }
        }

        if (window is not null)
        {
            (_sweptAt, _sweptAttempts) = (now, attempts);
        }

        var scope = _localities.HasSharedFault(now) ? ReviewScope.Connecting : ReviewScope.All;
        var review = OutlierDetector.Review(candidates.AsSpan(0, count), _ledger, policy, now, window, ref random, scope);
        ArrayPool<OutlierCandidate>.Shared.Return(candidates, clearArray: true);
        _ledger = review.Ledger;
        foreach (var transition in review.Transitions)
        {
            _records[transition.Identity].Restart(transition, now);
        }

        foreach (var (identity, _) in review.Reports)
        {
            _records[identity].Stats.ClearRuns();
        }

        return review;
    }

    /// <summary>When there is something to look at without being woken; null when the next attempt is soon enough.</summary>
    private MonotonicTime? NextReview(MonotonicTime now)
    {
        var policy = _policy!.Policy;
        MonotonicTime? next = _ledger.Records.IsEmpty && _sweptAttempts == 0 ? null : _sweptAt + policy.OutlierDetection.Interval;
        foreach (var due in (ReadOnlySpan<MonotonicTime?>)
            [
                _ledger.NextRelease(now), _localities.NextChange(), _gates.NextChange(_plan!.Tiers),
                WarmUp.NextStep(_plan.Input.Shares, policy.SlowStart, now),
            ])
        {
            next = due is { } at && (next is null || at < next) ? at : next;
        }

        return next is { } time && time < now + LeastPause && time != _ledger.NextRelease(now) ? now + LeastPause : next;
    }
}
