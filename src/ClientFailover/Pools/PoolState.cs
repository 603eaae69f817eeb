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

        var transitions = Review(policy.Policy.OutlierDetection, now, ref random);
        if (!transitions.IsEmpty)
        {
            Publish(policy);
        }

        return new(changed || !transitions.IsEmpty ? _plan : null, transitions, NextReview(policy.Policy.OutlierDetection, now));
    }

    private void Publish(PoolPolicy policy)
    {
        _plan = FailoverPlanner.Plan(new(_snapshot, _members, _ledger, policy.Caller, policy.Policy));
    }

    private ImmutableArray<EjectionTransition> Review(OutlierDetectionPolicy policy, MonotonicTime now, ref RandomSource random)
    {
        var candidates = ArrayPool<OutlierCandidate>.Shared.Rent(_members.Length);
        var count = 0;
        foreach (var tier in _plan!.Tiers)
        {
            foreach (ref readonly var member in tier.Members.AsSpan())
            {
                if (member.Health != EndpointHealth.Draining)
                {
                    candidates[count++] = new(
                        member.Endpoint.Identity, tier.Index, member.Stats.ConsecutiveFailures, member.Stats.ConsecutiveConnectFailures);
                }
            }
        }

        var review = OutlierDetector.Review(candidates.AsSpan(0, count), _ledger, policy, now, ref random);
        ArrayPool<OutlierCandidate>.Shared.Return(candidates, clearArray: true);
        _ledger = review.Ledger;
        foreach (var transition in review.Transitions)
        {
            _known[transition.Identity].Stats.ClearRuns();
        }

        return review.Transitions;
    }

    private MonotonicTime? NextReview(OutlierDetectionPolicy policy, MonotonicTime now)
    {
        if (_ledger.Records.IsEmpty)
        {
            return null; // nobody to release, no count to lower: the next failure wakes the loop
        }

        var sweep = now + policy.Interval;
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
        public EndpointStats Stats { get; } = new();

        /// <summary>The version of the last list it was in.</summary>
        public long LastListed { get; set; }

        /// <summary>When a list first lacked it; null while it is listed.</summary>
        public MonotonicTime? LeftAt { get; set; }
    }
}
