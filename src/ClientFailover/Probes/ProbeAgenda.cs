using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Who is to be probed, and who next. Used by one thread at a time; takes its time and its randomness from outside.</summary>
internal sealed class ProbeAgenda(ulong seed)
{
    private readonly PriorityQueue<ProbedEndpoint, MonotonicTime> _waiting = new();
    private Dictionary<EndpointIdentity, ProbedEndpoint> _endpoints = [];
    private ImmutableDictionary<EndpointIdentity, ProbeState> _states = ProbeReport.Empty.States;
    private RandomSource _random = new(seed);

    /// <summary>What is in force.</summary>
    public ProbePolicy Policy { get; private set; } = ProbePolicy.Default;

    /// <summary>What the probes say now.</summary>
    public ImmutableDictionary<EndpointIdentity, ProbeState> States => _states;

    /// <summary>When somebody is due; null when nobody waits.</summary>
    public MonotonicTime? NextDue => _waiting.TryPeek(out _, out var due) ? due : null;

    /// <summary>
    /// Probes <paramref name="endpoints"/> from now on, and nobody else. What is known of those that stay is kept; those that are new are spread over the
    /// interval. Gives those that have left.
    /// </summary>
    public IReadOnlyList<ProbedEndpoint> Update(ImmutableArray<Endpoint> endpoints, ProbePolicy policy, MonotonicTime now)
    {
        var before = _endpoints;
        var isOtherPolicy = policy != Policy;
        Policy = policy;
        _endpoints = new(endpoints.Length);
        List<ProbedEndpoint> placed = [];
        foreach (var endpoint in endpoints)
        {
            var stays = before.Remove(endpoint.Identity, out var known);
            var probed = known ?? new(endpoint) { Due = new(long.MaxValue) };
            probed.Endpoint = endpoint;
            if (_endpoints.TryAdd(endpoint.Identity, probed) && (isOtherPolicy || !stays))
            {
                placed.Add(probed);
            }
        }

        Place(placed, now);
        Refill();
        foreach (var gone in before.Values)
        {
            gone.IsGone = true;
        }

        return [.. before.Values];
    }

    /// <summary>Takes the endpoint that has waited longest for a probe that is due, or nearly so.</summary>
    /// <remarks>
    /// What is due within a fortieth of the shorter interval (50 ms by default) is done at once: to wake threads for each probe alone costs more than the probes.
    /// Early and not late, so that the interval stays the longest time without one.
    /// </remarks>
    public ProbedEndpoint? TakeDue(MonotonicTime now)
    {
        var shorter = Policy.Interval < Policy.UnhealthyInterval ? Policy.Interval : Policy.UnhealthyInterval;
        return NextDue <= now + (shorter / 40) ? _waiting.Dequeue() : null;
    }

    /// <summary>Puts off a probe that was taken and cannot begin yet.</summary>
    public void Postpone(ProbedEndpoint probed, MonotonicTime due)
    {
        probed.Due = due;
        _waiting.Enqueue(probed, due);
    }

    /// <summary>Takes in the result of a probe that began at <paramref name="began"/>; gives the change, if it is one.</summary>
    public ProbeTransition? Complete(ProbedEndpoint probed, in ProbeResult result, MonotonicTime began, MonotonicTime now)
    {
        if (probed.IsGone)
        {
            return null;
        }

        var before = probed.State.Verdict;
        var identity = probed.Endpoint.Identity;
        probed.State = probed.State.Apply(result, now, Policy);
        Postpone(probed, ProbeSchedule.Next(probed.State, began, Policy, ref _random));
        _states = _states.SetItem(identity, probed.State);
        return probed.State.Verdict == before ? null : new(identity, before, probed.State);
    }

    // The one that comes first in the list is not the first to be probed by every client. Nobody is put off: under another policy
    // an endpoint keeps its turn when that comes sooner, or a stream of reloads would keep it from ever being probed.
    private void Place(List<ProbedEndpoint> placed, MonotonicTime now)
    {
        var first = placed.Count == 0 ? 0 : (int)_random.Below(placed.Count);
        for (var i = 0; i < placed.Count; i++)
        {
            var probed = placed[(first + i) % placed.Count];
            var due = ProbeSchedule.First(probed.State, i, placed.Count, now, Policy, ref _random);
            probed.Due = due < probed.Due ? due : probed.Due;
        }
    }

    private void Refill()
    {
        _waiting.Clear();
        _waiting.EnqueueRange(_endpoints.Values.Where(probed => !probed.IsRunning).Select(probed => (probed, probed.Due)));
        _states = _endpoints.Values.ToImmutableDictionary(probed => probed.Endpoint.Identity, probed => probed.State);
    }
}
