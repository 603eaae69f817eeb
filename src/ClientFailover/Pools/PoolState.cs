using System.Buffers;
using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What a pool knows of its endpoints between two plans. Touched by the pool's loop alone, so it needs no lock.</summary>
internal sealed class PoolState
{
    /// <summary>How long the record of an endpoint that left the list is kept: a registry that loses an endpoint for a while must not make it look new and healthy.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(15);

    private readonly Dictionary<EndpointIdentity, Known> _known = [];
    private EndpointSnapshot _snapshot = EndpointSnapshot.None;
    private ImmutableArray<EndpointStats> _members = [];
    private EjectionLedger _ledger = EjectionLedger.Empty;
    private MonotonicTime _sweptAt;
    private long _sweptAttempts;
    private PoolPolicy? _policy;
    private FailoverPlan? _plan;

    /// <summary>Takes in a list and a policy, reviews the ejections, and plans anew when anything changed.</summary>
    public PoolChange Advance(EndpointSnapshot snapshot, PoolPolicy policy, MonotonicTime now, ref RandomSource random)
    {
        var changed = _plan is null || snapshot.Version != _snapshot.Version || !ReferenceEquals(policy, _policy);
        if (snapshot.Version != _snapshot.Version)
        {
            Reconcile(snapshot, now);
        }

        (_snapshot, _policy) = (snapshot, policy);
        if (changed)
        {
            Publish(policy);
        }

        var review = Review(policy.Policy.OutlierDetection, now, ref random);
        if (!review.Transitions.IsEmpty)
        {
            Publish(policy);
        }

        return new(changed || !review.Transitions.IsEmpty ? _plan : null, review.Transitions, review.Reports, NextReview(policy.Policy.OutlierDetection, now));
    }

    private void Publish(PoolPolicy policy)
    {
        _plan = FailoverPlanner.Plan(new(_snapshot, _members, _ledger, policy.Caller, policy.Policy));
    }

    private OutlierReview Review(OutlierDetectionPolicy policy, MonotonicTime now, ref RandomSource random)
    {
        // The rules that compare endpoints run at each sweep; those that count in a row whenever the loop is woken.
        TimeSpan? window = now >= _sweptAt + policy.Interval ? now - _sweptAt : null;
        var candidates = ArrayPool<OutlierCandidate>.Shared.Rent(_members.Length);
        var count = 0;
        foreach (var tier in _plan!.Tiers)
        {
            foreach (ref readonly var member in tier.Members.AsSpan())
            {
                if (member.Health != EndpointHealth.Draining)
                {
                    var identity = member.Endpoint.Identity;
                    candidates[count++] = new(identity, tier.Index, member.Stats.Runs, window is null ? default : _known[identity].Sweep());
                }
            }
        }

        if (window is not null)
        {
            (_sweptAt, _sweptAttempts) = (now, Attempts(candidates.AsSpan(0, count)));
        }

        var review = OutlierDetector.Review(candidates.AsSpan(0, count), _ledger, policy, now, window, ref random);
        ArrayPool<OutlierCandidate>.Shared.Return(candidates, clearArray: true);
        _ledger = review.Ledger;
        foreach (var transition in review.Transitions)
        {
            _known[transition.Identity].Restart(transition, now);
        }

        foreach (var (identity, _) in review.Reports)
        {
            _known[identity].Stats.ClearRuns();
        }

        return review;
    }

    private static long Attempts(ReadOnlySpan<OutlierCandidate> members)
    {
        var attempts = 0L;
        foreach (ref readonly var member in members)
        {
            attempts += member.Counts.Total;
        }

        return attempts;
    }

    private MonotonicTime? NextReview(OutlierDetectionPolicy policy, MonotonicTime now)
    {
        if (_ledger.Records.IsEmpty && _sweptAttempts == 0)
        {
            return null; // nobody to release, no count to lower, nothing to compare: the next attempt wakes the loop
        }

        var sweep = _sweptAt + policy.Interval;
        return _ledger.NextRelease(now) is { } release && release < sweep ? release : sweep;
    }

    /// <summary>Gives each endpoint of the list its record: the one it had, or a new one.</summary>
    private void Reconcile(EndpointSnapshot snapshot, MonotonicTime now)
    {
        var members = ImmutableArray.CreateBuilder<EndpointStats>(snapshot.Endpoints.Length);
        foreach (var endpoint in snapshot.Endpoints)
        {
            var identity = endpoint.Identity;
            if (!_known.TryGetValue(identity, out var known))
            {
                _known.Add(identity, known = new());
            }

            known.LastListed = snapshot.Version;
            known.LeftAt = null;
            members.Add(known.Stats);
        }

        _members = members.MoveToImmutable();
        Forget(snapshot, now);
    }

    private void Forget(EndpointSnapshot snapshot, MonotonicTime now)
    {
        if (_known.Count == snapshot.Endpoints.Length)
        {
            return; // the list has them all
        }

        foreach (var (identity, known) in _known)
        {
            if (known.LastListed != snapshot.Version && now - (known.LeftAt ??= now) >= Retention)
            {
                _known.Remove(identity);
                _ledger = _ledger.Without(identity);
            }
        }
    }

    /// <summary>An endpoint that is in the list, or was not long ago.</summary>
    private sealed class Known
    {
        private HealthTotals _swept;

        public EndpointStats Stats { get; } = new();

        /// <summary>The version of the last list it was in.</summary>
        public long LastListed { get; set; }

        /// <summary>When a list first lacked it; null while it is listed.</summary>
        public MonotonicTime? LeftAt { get; set; }

        /// <summary>What its attempts came to since the last sweep.</summary>
        public HealthCounts Sweep()
        {
            var totals = Stats.Totals;
            var counts = totals.Since(_swept);
            _swept = totals;
            return counts;
        }

        /// <summary>After an ejection its runs count anew; after a release so does everything.</summary>
        public void Restart(in EjectionTransition transition, MonotonicTime now)
        {
            if (transition.IsRelease)
            {
                Stats.StartAfresh(now);
            }
            else
            {
                Stats.ClearRuns();
            }
        }
    }
}
