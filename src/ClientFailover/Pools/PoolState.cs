using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What a pool knows between two plans. Touched by the pool's loop alone, so it needs no lock.</summary>
internal sealed class PoolState(ServiceName service)
{
    /// <summary>A ramp moves in steps of at least this: a plan for each percent would be work for nothing.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);

    private readonly EndpointRecords _records = new();
    private readonly LocalityHealth _localities = new();
    private readonly FailbackGates _gates = new();
    private readonly LocalityComparison _comparison = new();
    private readonly SpillWatch _spills = new();
    private readonly VersionWatch _versions = new();
    private readonly LocalFaultWatch _localFault = new();
    private EndpointSnapshot _snapshot = EndpointSnapshot.None;
    private EjectionLedger _ledger = EjectionLedger.Empty;
    private readonly HashSet<EndpointIdentity> _isAnother = [];
    private HashSet<EndpointIdentity> _unconfirmed = [];
    private ImmutableArray<Endpoint> _outOfBounds = [];
    private ImmutableArray<Endpoint> _others = [];
    private ImmutableArray<Evacuation> _evacuations = [];
    private ProbeReport _probes = ProbeReport.Empty;
    private IReadOnlySet<EndpointStats> _cleared = FrozenSet<EndpointStats>.Empty;
    private PoolPolicy? _policy;
    private FailoverPlan? _plan;
    private MonotonicTime _sweptAt;
    private bool _hasTraffic;

    /// <summary>Takes in what is new, looks at what has happened, and plans anew when anything changed.</summary>
    public PoolChange Advance(in PoolNews news, MonotonicTime now, ref RandomSource random)
    {
        var published = _plan;
        var log = new PoolLog(service, now);
        Take(news, log);
        _cleared = news.Routes?.Advance(log) ?? _cleared;
        var policy = news.Policy.Policy;
        if (_localFault.Advance(news.Delay, policy.LocalFault, log, out var stoodStill))
        {
            Forget(now);
            _localities.Forget();
            _comparison.Forget();
        }

        _ledger = stoodStill > TimeSpan.Zero ? _ledger.Postponed(stoodStill) : _ledger;

        var wasShared = _localities.HasSharedFault(now);
        _hasTraffic |= _localities.Advance(_plan!, _records, policy.LocalityBreaker, mayOpen: !_localFault.IsSick, ref random, log) > 0;
        var isShared = _localities.HasSharedFault(now);
        if (wasShared && !isShared)
        {
            Forget(now);
            _comparison.Forget();
        }

        var hasMoved = _comparison.Advance(_records, policy, isShared, _localFault.IsSick, ref random, log);
        hasMoved |= _spills.Advance(_snapshot.Endpoints, _records, policy.Spill, log);
        _versions.Advance(_snapshot, _records.Listed, policy.OutlierDetection, log);
        foreach (var drained in _records.TakeDrained(policy.Timeouts.Drain, now))
        {
            log.Add(new EndpointDrained(service, now, drained));
        }

        var review = Review(policy.OutlierDetection, ref random, log);
        if (hasMoved || !review.Transitions.IsEmpty || !IsUpToDate(now))
        {
            Plan(now);
        }

        if (isShared
            ? _gates.Open()
            : _gates.Advance(_plan!.Tiers, tier => IsClean(tier, review, now), policy.Failback, ref random, log))
        {
            Plan(now);
        }

        return new(ReferenceEquals(_plan, published) ? null : _plan, log.Events, ToProbe(policy.Probe.Mode), !_hasTraffic, NextReview(now));
    }

    private void Take(in PoolNews news, PoolLog log)
    {
        var residency = news.Policy.Policy.Residency;
        var hasOthers = FindOthers(news.Snapshot, log);
        var (isNewList, isNewPolicy) = (news.Snapshot.Version != _snapshot.Version || hasOthers || !residency.Equals(_policy?.Policy.Residency), !ReferenceEquals(news.Policy, _policy));
        var snapshot = news.Snapshot;
        if (isNewList)
        {
            // From here on nothing knows of an endpoint that lies outside, or is another: it is not picked, probed or connected to.
            _outOfBounds = residency.IsEverything ? [] : snapshot.Endpoints.RemoveAll(residency.Matches);
            _others = _isAnother.Count == 0 ? [] : snapshot.Endpoints.RemoveAll(endpoint => !_isAnother.Contains(endpoint.Identity));
            snapshot = _outOfBounds.IsEmpty && _others.IsEmpty ? snapshot
                : snapshot.Where(endpoint => residency.Matches(endpoint) && !_isAnother.Contains(endpoint.Identity));
            _unconfirmed = [.. snapshot.Endpoints[^snapshot.Unconfirmed..].Select(static endpoint => endpoint.Identity)];
            foreach (var gone in _records.Take(snapshot, log.Now, news.Policy.Policy.Timeouts.Drain))
            {
                _ledger = _ledger.Without(gone);
            }
        }

        (_snapshot, _policy) = (isNewList || (_outOfBounds.IsEmpty && _others.IsEmpty) ? snapshot : snapshot with { Endpoints = _snapshot.Endpoints, Unconfirmed = _snapshot.Unconfirmed }, news.Policy);
        var isNewOrder = !news.Evacuations.SequenceEqual(_evacuations);
        if (isNewOrder)
        {
            foreach (var ended in _evacuations.Except(news.Evacuations))
            {
                log.Add(new EvacuationEnded(service, log.Now, ended));
            }

            foreach (var begun in news.Evacuations.Except(_evacuations))
            {
                log.Add(new EvacuationBegan(service, log.Now, begun, _snapshot.Endpoints.Count(begun.Target.Matches)));
            }

            _evacuations = news.Evacuations;
        }

        var isNewReport = !SameVerdicts(news.Probes, _probes);
        _probes = news.Probes;
        if (_plan is null || isNewList || isNewPolicy || isNewOrder || isNewReport)
        {
            Plan(log.Now);
        }
    }

    /// <summary>Finds the endpoints in whose place another instance answers, and forgives those that the source no longer names: what it lists next is new. True when anybody is found.</summary>
    private bool FindOthers(EndpointSnapshot listed, PoolLog log)
    {
        if (_isAnother.Count > 0 && listed.Version != _snapshot.Version)
        {
            foreach (var gone in _isAnother.Except(listed.Endpoints.Select(static endpoint => endpoint.Identity)).ToList())
            {
                _isAnother.Remove(gone);
                _records.Find(gone)?.Stats.StartAfresh(log.Now);
            }
        }

        var found = false;
        for (var i = 0; i < _records.Listed.Length; i++)
        {
            if (_records.Listed[i].Stats.IsAnother && _isAnother.Add(_snapshot.Endpoints[i].Identity))
            {
                found = true;
                log.Add(new EndpointIsAnother(service, log.Now, _snapshot.Endpoints[i].Identity));
            }
        }

        return found;
    }

    /// <summary>What was seen is no evidence: everybody starts afresh.</summary>
    private void Forget(MonotonicTime now)
    {
        foreach (var record in _records.Listed)
        {
            record.Stats.StartAfresh(now);
            record.Sweep();
            record.Observe(now);
        }

        _sweptAt = now;
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
            OutOfBounds = _outOfBounds,
            Others = _others,
            Shares = WarmUp.Shares(_records.Listed, policy.SlowStart, now),
            Circuits = _localities.Circuits(),
            Evacuations = _evacuations,
            LocalityGates = _comparison.Gates,
            Spills = _spills.Shares,
            Probes = _probes,
            Gates = _gates.Closed,
        });
    }

    private bool IsClean(PriorityTier tier, OutlierReview review, MonotonicTime now) =>
        !review.Transitions.Any(transition => !transition.IsRelease && transition.Tier == tier.Index)
        && _localities.RateOf(tier, now).FailureRate <= _policy!.Policy.Failback.MaxFailureShare;

    private OutlierReview Review(OutlierDetectionPolicy policy, ref RandomSource random, PoolLog log)
    {
        // The rules that compare endpoints run at each sweep; those that count in a row whenever the loop is woken.
        var now = log.Now;
        TimeSpan? window = now >= _sweptAt + policy.Interval ? now - _sweptAt : null;
        var candidates = ArrayPool<OutlierCandidate>.Shared.Rent(_records.Listed.Length);
        var members = Candidates(candidates, isSweep: window is not null);
        if (window is not null)
        {
            (_sweptAt, _hasTraffic) = (now, _records.Listed.Any(record => record.LastSweep.Total > 0));
        }

        var scope = _localFault.IsSick ? ReviewScope.None : _localities.HasSharedFault(now) ? ReviewScope.Connecting : ReviewScope.All;
        var review = OutlierDetector.Review(members.Span, _ledger, policy, now, window, ref random, scope);
        ArrayPool<OutlierCandidate>.Shared.Return(candidates, clearArray: true);
        _ledger = review.Ledger;
        foreach (var (identity, tier, from, ejection) in review.Transitions)
        {
            _records[identity].Restart(!ejection.IsActive, now);
            log.Add(ejection.IsActive ? new EndpointEjected(service, now, identity, tier, from, ejection) : new EndpointReleased(service, now, identity, tier, from, ejection));
        }

        foreach (var (identity, evidence) in review.Reports)
        {
            _records[identity].Stats.ClearRuns();
            log.Add(new OutlierReported(service, now, identity, evidence));
        }

        return review;
    }

    private ReadOnlyMemory<OutlierCandidate> Candidates(OutlierCandidate[] into, bool isSweep)
    {
        if (isSweep)
        {
            foreach (var record in _records.Listed)
            {
                record.Sweep();
            }
        }

        var count = 0;
        foreach (var tier in _plan!.Tiers)
        {
            foreach (ref readonly var member in tier.Members.AsSpan())
            {
                if (member.Health != EndpointHealth.Draining)
                {
                    var identity = member.Endpoint.Identity;
                    into[count++] = new(
                        identity, tier.Index, member.Stats.Runs, isSweep ? _records[member.Stats].LastSweep.WithoutRoutes() : default,
                        _probes.States.IsEmpty ? null : _probes.States.GetValueOrDefault(identity))
                    {
                        IsCleared = _cleared.Count > 0 && _cleared.Contains(member.Stats),
                    };
                }
            }
        }

        return into.AsMemory(0, count);
    }

    /// <summary>When there is something to look at without being woken; null when the next attempt is soon enough.</summary>
    private MonotonicTime? NextReview(MonotonicTime now)
    {
        var policy = _policy!.Policy;
        MonotonicTime? next = _hasTraffic ? now + LocalityHealth.Pause(policy.LocalityBreaker)
            : _ledger.Records.IsEmpty ? null
            : _sweptAt + policy.OutlierDetection.Interval;
        foreach (var due in (ReadOnlySpan<MonotonicTime?>)
            [
                _ledger.NextRelease(now), _localities.NextChange(), _gates.NextChange(_plan!.Tiers), _comparison.NextChange(policy.LocalityComparison), _localFault.NextChange,
                WarmUp.NextStep(_plan.Input.Shares, policy.SlowStart, now), NextEnd(), _records.NextDrained(policy.Timeouts.Drain),
            ])
        {
            next = due is { } at && (next is null || at < next) ? at : next;
        }

        return next is { } time && time < now + LeastPause && time != _ledger.NextRelease(now) ? now + LeastPause : next;
    }

    /// <summary>Who is to be probed: everybody; or, but for refused handshakes, which need no repeating, who is out, or doubted since a failure that no success has followed, or has not passed its probes yet, or is in the list although no source names it.</summary>
    private ImmutableArray<Endpoint> ToProbe(ProbeMode mode)
    {
        if (mode != ProbeMode.Suspects)
        {
            return mode == ProbeMode.All ? _snapshot.Endpoints : [];
        }

        var suspects = ImmutableArray.CreateBuilder<Endpoint>();
        foreach (var tier in _plan!.Tiers)
        {
            foreach (ref readonly var member in tier.Members.AsSpan())
            {
                if (IsSuspect(member) && _ledger.Of(member.Endpoint.Identity).Reason != EjectionReason.ConsecutiveTlsFailures)
                {
                    suspects.Add(member.Endpoint);
                }
            }
        }

        return suspects.DrainToImmutable();
    }

    private bool IsSuspect(in Candidate member) =>
        member.Health is EndpointHealth.Ejected or EndpointHealth.WeightedDown || member.Stats.IsSuspect
        || (!_probes.States.IsEmpty && _probes.Of(member.Endpoint.Identity).IsDoubtful) || (_unconfirmed.Count > 0 && _unconfirmed.Contains(member.Endpoint.Identity));

    private static bool SameVerdicts(ProbeReport a, ProbeReport b) =>
        ReferenceEquals(a, b)
        || (a.States.Count == b.States.Count && a.States.All(state => b.States.TryGetValue(state.Key, out var other) && other.Verdict == state.Value.Verdict));

    private MonotonicTime? NextEnd() => _evacuations.IsEmpty ? null : _evacuations.Min(evacuation => evacuation.Until);
}
