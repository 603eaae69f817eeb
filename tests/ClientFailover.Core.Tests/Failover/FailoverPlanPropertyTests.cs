using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

/// <summary>What holds for every service, whatever its endpoints and their health.</summary>
public sealed class FailoverPlanPropertyTests
{
    private static readonly IPicker[] Pickers = [new PowerOfTwoChoices(), new RoundRobin(), new WeightedRandom()];

    [Fact]
    public void Loads_OfAllTiers_SumTo100() =>
        Check(topology => topology.Plan().Tiers.Sum(tier => tier.Load + tier.DegradedLoad) == 100);

    [Fact]
    public void Pick_AnEndpointIsAllowed_FindsOneOfThePlan() => CheckPicks((topology, plan, picker, seed) =>
    {
        var pick = plan.Pick(picker, new(default, seed, FailoverPolicy.Default));
        var allowed = topology.Members.Any(member => member.Health != EndpointHealth.Draining);
        return allowed
            ? pick.HasEndpoint && pick.Health != EndpointHealth.Draining && plan.Tiers[pick.Tier].Members.Any(member => ReferenceEquals(member.Stats, pick.Stats))
            : !pick.HasEndpoint && pick.Refusal == RefusalReason.Draining;
    });

    [Fact]
    public void Pick_AgainAndAgain_TriesEveryAllowedEndpointOnceBeforeItRepeatsOne() => CheckPicks((topology, plan, picker, seed) =>
    {
        var allowed = topology.Members.Count(member => member.Health != EndpointHealth.Draining);
        var history = new AttemptHistory(3);
        var random = new RandomSource(seed);
        for (var attempt = 0; attempt < allowed; attempt++)
        {
            var pick = plan.Pick(picker, new(default, random.Next(), FailoverPolicy.Default), history);
            if (pick.IsRepeat || history.Shares(FailureDomain.Endpoint, new(pick.Endpoint, pick.Stats, pick.Health, pick.Tier)))
            {
                return false;
            }

            history.Add(pick);
        }

        return allowed == 0 || plan.Pick(picker, new(default, random.Next(), FailoverPolicy.Default), history).IsRepeat;
    });

    [Fact]
    public void Pick_LastAttempt_LeavesTheRegionWhenAnotherHasAHealthyEndpoint() => CheckPicks((topology, plan, picker, seed) =>
    {
        var history = new AttemptHistory(3);
        var random = new RandomSource(seed);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var pick = plan.Pick(picker, new(default, random.Next(), FailoverPolicy.Default), history);
            if (!pick.HasEndpoint || pick.IsRepeat)
            {
                return true;
            }

            history.Add(pick);
        }

        var tried = topology.Members.Where((member, index) => history.Shares(FailureDomain.Endpoint, Find(plan, member.Endpoint(index)))).Select(member => member.Region).ToHashSet();
        var elsewhere = topology.Members.Any(member => member.Health == EndpointHealth.Healthy && !tried.Contains(member.Region));
        var last = plan.Pick(picker, new(default, random.Next(), FailoverPolicy.Default), history);
        return !elsewhere || !tried.Contains(last.Endpoint.Locality.Region);
    });

    [Fact]
    public void Explain_Always_NamesEachEndpointOnceAndSaysWhoIsRefused() => Check(topology =>
    {
        var plan = topology.Plan();
        var decisions = plan.Explain().ToList();
        return decisions.Select(decision => decision.Endpoint.Identity).Distinct().Count() == topology.Members.Length
            && decisions.Count == topology.Members.Length
            && decisions.All(decision => (decision.Refusal == RefusalReason.None) == Serves(plan.Tiers[decision.Tier], decision.Health));
    });

    /// <summary>
    /// A tier that loses a healthy endpoint takes as much as before or less. Two cases are apart: when all tiers are in panic, loads go by the number of endpoints
    /// whatever their health; and the first healthy tier takes what rounding leaves over, less than one percent for each tier, while all together cannot carry the traffic.
    /// </summary>
    [Fact]
    public void Load_TierLosesAHealthyEndpoint_NeverRises() => Prop.ForAll(TierCounts, counts =>
    {
        for (var lost = 0; lost < counts.Length; lost++)
        {
            if (counts[lost].Healthy == 0)
            {
                continue;
            }

            var fewer = counts.ToArray();
            fewer[lost] = fewer[lost] with { Healthy = fewer[lost].Healthy - 1 };
            var before = PriorityLoad.Compute(counts, 1.4, 0.5);
            var after = PriorityLoad.Compute(fewer, 1.4, 0.5);
            var strained = fewer.Sum(tier => Math.Min(100, 140 * tier.Healthy / tier.Total)) < 100;
            var rounding = strained && lost == Array.FindIndex(fewer, tier => tier.Healthy > 0) ? counts.Length - 1 : 0;
            if (!after.Panic.All(panic => panic) && after.Healthy[lost] > before.Healthy[lost] + rounding)
            {
                return false;
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Arbitrary<TierHealth[]> TierCounts { get; } = Arb.From(
        (from total in Gen.Choose(1, 20) from healthy in Gen.Choose(0, total) select new TierHealth(total, healthy)).NonEmptyListOf().Select(tiers => tiers.Take(5).ToArray()));

    private static bool Serves(PriorityTier tier, EndpointHealth health) => health switch
    {
        EndpointHealth.Draining => false,
        _ when tier.InPanic && tier.Load + tier.DegradedLoad > 0 => true,
        EndpointHealth.Degraded => tier.DegradedLoad > 0,
        EndpointHealth.Ejected => false,
        _ => tier.Load > 0,
    };

    private static Candidate Find(FailoverPlan plan, Endpoint endpoint) =>
        plan.Tiers.SelectMany(tier => tier.Members).Single(member => member.Endpoint.Identity == endpoint.Identity);

    private static void Check(Func<Topology, bool> holds) => Prop.ForAll(Topology.Any, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static void CheckPicks(Func<Topology, FailoverPlan, IPicker, ulong, bool> holds) =>
        Prop.ForAll(Topology.Any, ArbMap.Default.ArbFor<int>(), (topology, seed) =>
            Pickers.All(picker => holds(topology, topology.Plan(), picker, (ulong)seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
