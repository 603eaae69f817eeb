using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What all targets of a service say, and the one answer they make. Not thread-safe: it belongs to one watch.</summary>
internal sealed class TargetBoard(ImmutableArray<ResolverTarget> targets)
{
    private readonly ImmutableArray<TargetState> _all = [.. targets.Select(target => new TargetState(target))];
    private ServingTarget _serving = ServingTarget.None;
    private string _reason = "";
    private Resolution.Resolved? _list;
    private Resolution? _said;

    /// <summary>When there is something to look at without an answer; null for never.</summary>
    public MonotonicTime? NextReview => _all.Select(state => state.NextReview).Append(_serving.NextChange).Min();

    public void Take(int target, Resolution answer, MonotonicTime now, FailoverPolicy policy) => _all[target].Take(answer, now, policy);

    /// <summary>The targets to ask from now on: merged ones all at once, ordered ones when those before have nothing. Each is given once.</summary>
    public IEnumerable<int> ToAsk(MonotonicTime now, FailoverPolicy policy)
    {
        for (var i = 0; i < _all.Length; i++)
        {
            if (!_all[i].IsAsked)
            {
                _all[i].Ask(now);
                yield return i;
            }

            _all[i].Review(now, policy);
            if (policy.Composition == TargetComposition.Ordered && _all[i].Standing != TargetStanding.Unusable)
            {
                yield break;
            }
        }
    }

    /// <summary>The answer of all together; null when there is nothing new to say.</summary>
    public Resolution? Review(MonotonicTime now, FailoverPolicy policy, double random)
    {
        foreach (var state in _all.Where(state => state.IsAsked))
        {
            state.Review(now, policy);
        }

        var parts = policy.Composition == TargetComposition.Merged ? Together() : Serving(now, policy, random);
        var answer = Answer([.. parts.Where(state => !state.Endpoints.IsEmpty)], isWhole: policy.Composition == TargetComposition.Merged);

        // What is said again by who serves confirms it; a failure confirms nothing but itself.
        var isNews = answer is not null && (!SameAnswers.Are(answer, _said) || parts.Any(state => state.IsFresh && (state.Last is Resolution.Failed) == (answer is Resolution.Failed)));
        foreach (var state in _all)
        {
            state.IsFresh = false;
        }

        if (!isNews)
        {
            return null;
        }

        _list = answer as Resolution.Resolved ?? (answer is Resolution.NotFound ? null : _list);
        return _said = answer;
    }

    /// <summary>All of them. Who served while they stood in order, as the options may have said before, is nothing to look at again.</summary>
    private ImmutableArray<TargetState> Together()
    {
        _serving = ServingTarget.None;
        return _all;
    }

    /// <summary>The one that serves; when none can, the first that has endpoints at all: those that drain may finish what they have.</summary>
    private ImmutableArray<TargetState> Serving(MonotonicTime now, FailoverPolicy policy, double random)
    {
        var before = _serving.Index;
        _serving = _serving.Next([.. _all.Select(state => state.Standing)], now, policy.Failback, random);
        if (_serving.Index != before)
        {
            _reason = Reason(before, _serving.Index!.Value, policy.Failback);
        }

        return _serving.Index is { } index && _all[index].Standing == TargetStanding.Usable ? [_all[index]] : [.. _all.Where(state => !state.Endpoints.IsEmpty).Take(1)];
    }

    private string Reason(int? from, int to, FailbackPolicy policy) =>
        from is { } old && _all[old].Standing == TargetStanding.Usable ? $"{_all[to].Name} has had endpoints again for {policy.HoldDown} or longer"
        : from > to ? _all[from.Value].Lack()
        : string.Join("; ", _all[..to].Select(state => state.Standing == TargetStanding.Usable ? $"{state.Name} has only just come back" : state.Lack()));

    private Resolution? Answer(ImmutableArray<TargetState> parts, bool isWhole)
    {
        // One that is being asked may have what the others lack, and what was said last holds until it has answered.
        var waits = _all.Any(state => state.IsAsked && state.Standing == TargetStanding.Pending);
        if (waits && (isWhole || !parts.Any(part => part.Standing == TargetStanding.Usable)))
        {
            return null;
        }

        if (parts.IsEmpty)
        {
            return Nobody();
        }

        var source = string.Join('+', parts.Select(part => part.Name));
        var endpoints = parts.Length == 1 ? parts[0].Endpoints : [.. parts.SelectMany(part => part.Endpoints).DistinctBy(endpoint => endpoint.Identity)];
        if (parts.All(part => part.Last is Resolution.Failed) && _list is { } said && string.Equals(said.Source, source, StringComparison.Ordinal) && said.Endpoints.SequenceEqual(endpoints))
        {
            return new Resolution.Failed(source, string.Join("; ", parts.Select(part => ((Resolution.Failed)part.Last!).Reason)), ((Resolution.Failed)parts[0].Last!).Error);
        }

        return new Resolution.Resolved(source, endpoints)
        {
            Problems = [.. (isWhole ? _all : parts).SelectMany(part => part.Problems())],
            Reason = isWhole ? string.Join("; ", _all.Where(state => state.Endpoints.IsEmpty).Select(state => state.Lack())) : _reason,
        };
    }

    private Resolution Nobody()
    {
        // A target that could not be asked might have had the endpoints: that is not "nobody there".
        var why = string.Join("; ", _all.Select(state => state.Lack()));
        return _all.FirstOrDefault(state => state.Last is null or Resolution.Failed) is { } failed ? new Resolution.Failed(failed.Name, why, (failed.Last as Resolution.Failed)?.Error)
            : _all.FirstOrDefault(state => state.Last is Resolution.Resolved) is { } empty ? new Resolution.Resolved(empty.Name, []) { Reason = why }
            : new Resolution.NotFound("all targets", why);
    }
}
