using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What is known of one target. Not thread-safe: it belongs to one watch.</summary>
internal sealed class TargetState(ResolverTarget target)
{
    /// <summary>Composed answers may shrink as targets change; each of those was guarded by itself.</summary>
    private static readonly RegistryGuardPolicy Unguarded = new() { MinRemaining = 0 };

    private ResolutionState _state = ResolutionState.Initial;
    private (ImmutableArray<Endpoint> From, ImmutableArray<Endpoint> To) _marked = ([], []);
    private MonotonicTime? _askedAt;
    private TimeSpan? _patience;

    public ResolverTarget Target => target;

    public string Name => target.Name;

    public Resolution? Last => _state.Last;

    public bool IsAsked => _askedAt is not null;

    /// <summary>Whether it has answered since this was last set to false.</summary>
    public bool IsFresh { get; set; }

    public TargetStanding Standing { get; private set; }

    /// <summary>The endpoints as they are to be used, with what the options say of them.</summary>
    public ImmutableArray<Endpoint> Endpoints => _marked.To;

    /// <summary>When there is something to look at without an answer; null for never.</summary>
    public MonotonicTime? NextReview => Last is null && Standing == TargetStanding.Pending ? _askedAt + _patience : _state.DisputeEnds;

    public void Ask(MonotonicTime now) => _askedAt = now;

    public void Take(Resolution answer, MonotonicTime now, FailoverPolicy policy)
    {
        _state = _state.Apply(answer, now, target.IsSettled ? Unguarded : policy.RegistryGuard);
        IsFresh = true;
    }

    public void Review(MonotonicTime now, FailoverPolicy policy)
    {
        _state = _state.Settle(now);
        if (_marked.From != _state.Snapshot.Endpoints)
        {
            _marked = (_state.Snapshot.Endpoints, target.Mark(_state.Snapshot.Endpoints));
        }

        // Callers wait so long in all: half of it leaves the time to ask the next.
        var bound = policy.Timeouts.FirstResolution;
        _patience = bound == Timeout.InfiniteTimeSpan ? null : bound / 2;
        Standing = Last is null && !(now - _askedAt >= _patience) ? TargetStanding.Pending
            : Endpoints.Any(endpoint => IsUsable(endpoint, policy)) ? TargetStanding.Usable
            : TargetStanding.Unusable;
    }

    /// <summary>Why it does not serve.</summary>
    public string Lack() => Last switch
    {
        null => $"{Name} has not answered yet",
        Resolution.Failed failed => $"{Name} cannot be asked ({failed.Reason}), and nothing is known of it",
        Resolution.NotFound notFound => $"{Name} knows no such service ({notFound.Reason})",
        _ => $"{Name} names no endpoint that may be called",
    };

    /// <summary>What there is to know of its part of a whole; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        var problems = Last is Resolution.Resolved resolved ? resolved.Problems.Select(problem => $"{Name}: {problem}") : [];
        return Standing == TargetStanding.Unusable ? problems.Append(Lack())
            : Last is Resolution.Failed failed ? problems.Append($"{Name} cannot be asked ({failed.Reason}); the endpoints last known are kept")
            : _state.DisputeEnds is not null ? problems.Append($"{Name} now names far fewer endpoints than before; {_state.Snapshot.Unconfirmed} are kept while that is disputed")
            : problems;
    }

    private static bool IsUsable(Endpoint endpoint, FailoverPolicy policy) =>
        endpoint.Condition != EndpointCondition.Draining && policy.Residency.Matches(endpoint)
        && (policy.AllowedNetworks.IsDefaultOrEmpty || AddressGuard.Problem(endpoint, policy.AllowedNetworks) is null);
}
