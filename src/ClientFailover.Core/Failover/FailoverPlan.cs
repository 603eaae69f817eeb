using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Where calls go: the tiers, the share of the traffic each takes, and who in it may take a call. Immutable; read by every pick, without a lock.</summary>
public sealed class FailoverPlan
{
    /// <summary>Loads are whole percents, so a hundred entries are an exact table from a random point to the endpoints that serve it.</summary>
    private readonly CandidateSet[] _byPercent = new CandidateSet[100];

    /// <summary>The endpoints of each half-open circuit, and who says how many calls they may have.</summary>
    private readonly ImmutableArray<(CandidateSet Members, CircuitBreaker Breaker)> _probing;

    /// <summary>More selectors than an application has: beyond them a plan is made for each call, and not kept.</summary>
    private const int MostSelectors = 64;

    private ConcurrentDictionary<EndpointSelector, FailoverPlan>? _within;
    private volatile bool _isAsked;

    internal FailoverPlan(PlanInput input, ImmutableArray<PriorityTier> tiers, PriorityLoad load, ImmutableArray<Endpoint> ineligible)
    {
        Input = input;
        Tiers = tiers;
        Ineligible = ineligible;
        InPanic = tiers.All(tier => tier.InPanic || tier.Load + tier.DegradedLoad == 0);
        _probing = Probing(input, tiers);
        for (var point = 0; point < _byPercent.Length; point++)
        {
            _byPercent[point] = tiers.IsEmpty ? CandidateSet.Empty : Serving(load.At(point));
        }
    }

    /// <summary>The plan of a service of which nothing is known yet.</summary>
    public static FailoverPlan Empty { get; } =
        FailoverPlanner.Plan(new(EndpointSnapshot.None, [], EjectionLedger.Empty, Caller.Unknown, FailoverPolicy.Default));

    /// <summary>What the plan was made from.</summary>
    public PlanInput Input { get; }

    /// <summary>The tiers, best first.</summary>
    public ImmutableArray<PriorityTier> Tiers { get; }

    /// <summary>Whether every tier that takes traffic is in panic: no place is known to be good.</summary>
    public bool InPanic { get; }

    /// <summary>The endpoints that a strict routing preference rules out.</summary>
    public ImmutableArray<Endpoint> Ineligible { get; }

    /// <summary>The plan for those endpoints alone that <paramref name="selector"/> chooses. Made once for each selector, and kept as long as this plan.</summary>
    /// <remarks>Thread-safe.</remarks>
    public FailoverPlan Within(EndpointSelector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        if (selector.IsEverything)
        {
            return this;
        }

        var within = _within ?? Interlocked.CompareExchange(ref _within, new(), null) ?? _within;
        var made = within.TryGetValue(selector, out var known) ? known
            : within.Count < MostSelectors ? within.GetOrAdd(selector, static (wanted, all) => all.Make(wanted), this)
            : Make(selector);
        if (!made._isAsked)
        {
            made._isAsked = true;
        }

        return made;
    }

    /// <summary>
    /// Makes ahead what calls have asked of the plan before this one: the plans of their selectors (<see cref="Within"/>), and the rings of their affinity keys.
    /// Called by who makes the plan, before calls see it: none of them then waits for that. What no call asked of the plan before is left out, and made when it is asked for again.
    /// </summary>
    public void Prepare(FailoverPlan before)
    {
        ArgumentNullException.ThrowIfNull(before);
        MakeRings(before);
        foreach (var (selector, asked) in before._within ?? [])
        {
            if (asked._isAsked)
            {
                var made = Make(selector);
                made.MakeRings(asked);
                (_within ??= new()).TryAdd(selector, made);
            }
        }
    }

    /// <summary>Whether the plan of a selector is there, so that asking for it costs nothing.</summary>
    internal bool Has(EndpointSelector selector) => _within?.ContainsKey(selector) ?? false;

    /// <summary>Whether all rings are there.</summary>
    internal bool HasRings => Array.TrueForAll(_byPercent, static set => set.HasRing || set.Count == 0);

    private void MakeRings(FailoverPlan before)
    {
        if (Array.Exists(before._byPercent, static set => set.IsRingAsked))
        {
            foreach (var set in _byPercent)
            {
                set.MakeRing();
            }
        }
    }

    /// <summary>Chooses the endpoint of an attempt.</summary>
    /// <param name="picker">Chooses within a tier.</param>
    /// <param name="context">The time, random bits and the policy.</param>
    /// <param name="history">What the call has tried; null for a first attempt.</param>
    /// <remarks>Thread-safe. Allocates nothing. The result is not begun yet: see <see cref="PickResult.Begin"/>.</remarks>
    public PickResult Pick(IPicker picker, in PickContext context, AttemptHistory? history = null)
    {
        ArgumentNullException.ThrowIfNull(picker);
        var random = new RandomSource(context.Seed);
        var set = _byPercent[context.Affinity is { } known ? (int)(known.Point * _byPercent.Length) : (int)random.Below(_byPercent.Length)];
        if (set.Count == 0)
        {
            return new(
                !Tiers.IsEmpty ? RefusalReason.Draining
                : !Ineligible.IsEmpty ? RefusalReason.Ineligible
                : !Input.Others.IsEmpty ? RefusalReason.WrongIdentity
                : !Input.OutOfBounds.IsEmpty ? RefusalReason.OutOfBounds
                : RefusalReason.NoEndpoints);
        }

        if (context.Affinity is { } key && history is not { Avoid: > FailureDomain.Endpoint } && AffinityRule.Find(set, key, context, history) is >= 0 and var home)
        {
            return new(set[home], isRepeat: false);
        }

        if (history is not { Attempts: > 0 })
        {
            // Only first attempts: a call that has failed once is not made to try its luck.
            foreach (ref readonly var probing in _probing.AsSpan())
            {
                if (probing.Breaker.TryTakeProbe())
                {
                    return new(probing.Members[picker.Pick(probing.Members, context)], isRepeat: false, probing.Breaker);
                }
            }
        }
        else
        {
            return Elsewhere(picker, context, history, ref random) is { } found ? found : new(set[picker.Pick(set, context)], isRepeat: true);
        }

        return new(set[picker.Pick(set, context with { Seed = random.Next() })], isRepeat: false);
    }

    /// <summary>Chooses a healthy endpoint of the nearest tier that takes no traffic; none, with <see cref="RefusalReason.NoEndpoints"/>, when there is no such tier.</summary>
    /// <param name="picker">Chooses within the tier.</param>
    /// <param name="context">The time, random bits and the policy.</param>
    public PickResult PickStandby(IPicker picker, in PickContext context)
    {
        ArgumentNullException.ThrowIfNull(picker);
        foreach (var tier in Tiers)
        {
            if (tier is { Load: 0, DegradedLoad: 0, Healthy.Count: > 0 })
            {
                return new(tier.Healthy[picker.Pick(tier.Healthy, context)], isRepeat: false);
            }
        }

        return new(RefusalReason.NoEndpoints);
    }

    /// <summary>What the plan has decided about each endpoint, best tier first. Made on request: a plan in use holds no explanations.</summary>
    public IEnumerable<Decision> Explain()
    {
        // Asked of the table that picks use, so that no explanation contradicts a pick.
        var serving = new HashSet<EndpointStats>(ReferenceEqualityComparer.Instance);
        foreach (var set in _byPercent.Distinct())
        {
            for (var i = 0; i < set.Count; i++)
            {
                serving.Add(set[i].Stats);
            }
        }

        foreach (var tier in Tiers)
        {
            foreach (var member in tier.Members)
            {
                yield return new(member.Endpoint, tier.Index, member.Health, serving.Contains(member.Stats) ? RefusalReason.None : EndpointStanding.Of(member.Endpoint, Input).Refusal);
            }
        }

        foreach (var endpoint in Ineligible)
        {
            yield return new(endpoint, -1, EndpointStanding.Of(endpoint, Input).Health, RefusalReason.Ineligible);
        }

        foreach (var endpoint in Input.OutOfBounds)
        {
            yield return new(endpoint, -1, EndpointStanding.Of(endpoint, Input).Health, RefusalReason.OutOfBounds);
        }

        foreach (var endpoint in Input.Others)
        {
            yield return new(endpoint, -1, EndpointHealth.Ejected, RefusalReason.WrongIdentity);
        }
    }

    private FailoverPlan Make(EndpointSelector selector) => Input.Within(selector) is var input && ReferenceEquals(input, Input) ? this : FailoverPlanner.Plan(input);

    private static ImmutableArray<(CandidateSet Members, CircuitBreaker Breaker)> Probing(PlanInput input, ImmutableArray<PriorityTier> tiers)
    {
        if (input.Circuits.IsEmpty)
        {
            return [];
        }

        var probing = ImmutableArray.CreateBuilder<(CandidateSet Members, CircuitBreaker Breaker)>();
        foreach (var circuit in input.Circuits)
        {
            if (circuit.Snapshot.State != CircuitState.HalfOpen)
            {
                continue;
            }

            var members = tiers.SelectMany(tier => tier.Members).Where(member => circuit.Holds(member.Endpoint) && IsKeptByTheCircuitAlone(member.Endpoint, input)).ToImmutableArray();
            if (!members.IsEmpty)
            {
                probing.Add((new(members), circuit.Breaker));
            }
        }

        return probing.ToImmutable();
    }

    private static bool IsKeptByTheCircuitAlone(Endpoint endpoint, PlanInput input) => EndpointStanding.Of(endpoint, input).Refusal == RefusalReason.CircuitOpen;

    private CandidateSet Serving((int Tier, bool Degraded) at)
    {
        var tier = Tiers[at.Tier];
        var set = tier.InPanic ? tier.All : at.Degraded ? tier.Degraded : tier.Healthy;
        if (set.Count > 0)
        {
            return set;
        }

        // With panic switched off and nothing healthy, or a load given to a tier of draining endpoints, the rule names nobody.
        // A place that is weighted down, then one that may be bad, is still better than a call that fails for certain.
        return Tiers.Select(other => other.Healthy).Concat(Tiers.Select(other => other.All)).FirstOrDefault(other => other.Count > 0) ?? CandidateSet.Empty;
    }

    /// <summary>
    /// An endpoint the call has not tried: healthy and outside the failure domain to avoid, in the best tier that has one; else outside a
    /// smaller domain; else any that was not tried, whatever its health.
    /// </summary>
    private PickResult? Elsewhere(IPicker picker, in PickContext context, AttemptHistory history, ref RandomSource random)
    {
        for (var domain = history.Avoid; domain > FailureDomain.None; domain--)
        {
            foreach (var tier in Tiers)
            {
                if (Find(tier.Healthy, picker, context, history, domain, healthy: true, ref random) is { } found)
                {
                    return found;
                }
            }
        }

        foreach (var tier in Tiers)
        {
            if (Find(tier.All, picker, context, history, FailureDomain.Endpoint, healthy: false, ref random) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static PickResult? Find(
        CandidateSet set, IPicker picker, in PickContext context, AttemptHistory history, FailureDomain domain, bool healthy, ref RandomSource random)
    {
        // The picker's own choice, a few times; then, when most of the set is ruled out, the first that fits from a random place on.
        const int Tries = 4;
        for (var i = 0; i < Tries && set.Count > 0; i++)
        {
            ref readonly var candidate = ref set[picker.Pick(set, context with { Seed = random.Next() })];
            if (Fits(candidate, history, domain, healthy))
            {
                return new(candidate, isRepeat: false);
            }
        }

        var start = set.Count == 0 ? 0 : (int)random.Below(set.Count);
        for (var i = 0; i < set.Count; i++)
        {
            ref readonly var candidate = ref set[(start + i) % set.Count];
            if (Fits(candidate, history, domain, healthy))
            {
                return new(candidate, isRepeat: false);
            }
        }

        return null;
    }

    private static bool Fits(in Candidate candidate, AttemptHistory history, FailureDomain domain, bool healthy) =>
        (!healthy || candidate.Health == EndpointHealth.Healthy) && !history.Shares(domain, candidate);
}
