using static ClientFailover.EndpointHealth;

namespace ClientFailover.Tests;

public sealed class FailoverPlanTests
{
    [Fact]
    public void Plan_ZonesAndRegions_MakeTiersByDistance()
    {
        var plan = Topology.Of(("r1/z0", Healthy), ("z1", Healthy), ("z0", Healthy), ("r2/z0", Healthy)).Plan();

        Assert.Equal(["r0/z0", "r0/z1", "r1/z0 r2/z0"], plan.Tiers.Select(tier => string.Join(' ', tier.Members.Select(member => member.Endpoint.Locality))));
        Assert.Equal([100, 0, 0], plan.Tiers.Select(tier => tier.Load));
    }

    [Fact]
    public void Plan_HalfTheZoneEjected_SpillsWhatItCannotCarry()
    {
        var plan = Topology.Of(("z0", Healthy), ("z0", Ejected), ("z1", Healthy), ("z1", Healthy)).Plan();

        Assert.Equal([70, 30], plan.Tiers.Select(tier => tier.Load)); // 50 % x 1.4
    }

    [Fact]
    public void Plan_WeightedDown_IsNoCapacity()
    {
        var plan = Topology.Of(("z0", WeightedDown), ("z0", WeightedDown), ("z1", Healthy)).Plan();

        Assert.Equal([0, 100], plan.Tiers.Select(tier => tier.Load));
    }

    [Fact]
    public void Plan_Draining_IsNeitherPickedNorCounted()
    {
        var plan = Topology.Of(("z0", Healthy), ("z0", Draining), ("z1", Healthy)).Plan();

        Assert.Equal([100, 0], plan.Tiers.Select(tier => tier.Load));
        Assert.Equal([0], Picks(plan, new WeightedRandom()).Select(IndexOf).Distinct());
        Assert.Equal(RefusalReason.Draining, plan.Explain().Single(decision => decision.Health == Draining).Refusal);
    }

    [Fact]
    public void Plan_Degraded_ServesOnlyWhatTheHealthyCannot()
    {
        Assert.Equal([0], Topology.Of(("z0", Healthy), ("z1", Degraded)).Plan().Tiers.Select(tier => tier.DegradedLoad).Distinct());

        var strained = Topology.Of(("z0", Healthy), ("z0", Degraded), ("z0", Ejected), ("z0", Ejected)).Plan();
        Assert.Equal((50, 50), (strained.Tiers[0].Load, strained.Tiers[0].DegradedLoad)); // 35 of 70 each
    }

    [Fact]
    public void Plan_NobodyHealthy_PanicsAndUsesAll()
    {
        var plan = Topology.Of(("z0", Ejected), ("z0", WeightedDown), ("z1", Ejected)).Plan();

        Assert.True(plan.InPanic);
        Assert.Equal(3, Picks(plan, new WeightedRandom()).Select(IndexOf).Distinct().Count());
        Assert.All(plan.Explain(), decision => Assert.Equal(RefusalReason.None, decision.Refusal));
    }

    [Fact]
    public void Plan_PanicOff_StillNamesSomebody()
    {
        var plan = Topology.Of(("z0", Draining), ("z1", Ejected)).Plan(FailoverPolicy.Default with { PanicThreshold = 0 });

        Assert.Equal([1], Picks(plan, new PowerOfTwoChoices()).Select(IndexOf).Distinct());
    }

    [Fact]
    public void Plan_PanicOff_PrefersWhoIsWeightedDownToWhoIsEjected()
    {
        var plan = Topology.Of(("z0", Ejected), ("z1", WeightedDown)).Plan(FailoverPolicy.Default with { PanicThreshold = 0 });

        Assert.Equal([1], Picks(plan, new PowerOfTwoChoices()).Select(IndexOf).Distinct());
        Assert.Equal([RefusalReason.Ejected, RefusalReason.None], plan.Explain().Select(decision => decision.Refusal));
    }

    [Fact]
    public void Plan_OneOfManyHealthyAndPanicOff_GoesToTheHealthyOne()
    {
        var plan = Topology.Of([("z0", Ejected), .. Enumerable.Repeat(("z1", Ejected), 187), ("z1", Healthy)]).Plan(FailoverPolicy.Default with { PanicThreshold = 0 });

        Assert.Equal([0, 100], plan.Tiers.Select(tier => tier.Load)); // 1 of 188 rounds down to no percent of health
        Assert.Equal([188], Picks(plan, new PowerOfTwoChoices()).Select(IndexOf).Distinct());
    }

    [Fact]
    public void Explain_PanicWithOnlyADegradedLoad_SaysThatAllTakeTraffic()
    {
        var plan = Topology.Of([("z0", Degraded), .. Enumerable.Repeat(("z0", Ejected), 7), ("z1", Healthy), ("z1", Healthy), ("z1", Ejected), ("z1", Ejected)]).Plan();

        // Health is 17 % and 70 %: less than all the traffic. Only z0 is below half.
        Assert.Equal([(0, 19, true), (81, 0, false)], plan.Tiers.Select(tier => (tier.Load, tier.DegradedLoad, tier.InPanic)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], Picks(plan, new WeightedRandom()).Select(IndexOf).Distinct().Order());
        Assert.Equal([10, 11], plan.Explain().Where(decision => decision.Refusal == RefusalReason.Ejected).Select(decision => IndexOf(decision.Endpoint)));
    }

    [Fact]
    public void Plan_StrictRouting_RefusesWhoSharesNotAllScopes()
    {
        var plan = Topology.Of(("z0", Healthy), ("z1", Healthy)).Plan(FailoverPolicy.Default with { RoutingScopes = [RoutingScope.Region, RoutingScope.Zone], RoutingStrict = true });

        Assert.Equal([RefusalReason.None, RefusalReason.Ineligible], plan.Explain().Select(decision => decision.Refusal));
        Assert.Equal([0], Picks(plan, new RoundRobin()).Select(IndexOf).Distinct());
    }

    [Fact]
    public void Plan_NoEndpoints_Refuses()
    {
        Assert.Equal(RefusalReason.NoEndpoints, FailoverPlan.Empty.Pick(new RoundRobin(), new(default, 1, FailoverPolicy.Default)).Refusal);
        var error = Assert.Throws<InvalidOperationException>(() => FailoverPlan.Empty.Pick(new RoundRobin(), new(default, 1, FailoverPolicy.Default)).Endpoint);
        Assert.Contains("NoEndpoints", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pick_WeightedDownOne_GetsAboutOnePercent()
    {
        // Two healthy of three keep 93 % of the load in the tier; one part in 201 of it goes to the weighted-down one.
        var plan = Topology.Of(("z0", Healthy), ("z0", Healthy), ("z0", WeightedDown)).Plan();

        var share = Picks(plan, new WeightedRandom(), 100_000).Count(pick => IndexOf(pick) == 2) / 100_000.0;

        Assert.InRange(share, 0.003, 0.007);
    }

    [Fact]
    public void Pick_SecondAttempt_StaysInTheTier()
    {
        var plan = Topology.Of(("z0", Healthy), ("z0", Healthy), ("z1", Healthy), ("r1/z0", Healthy)).Plan();
        for (var seed = 0UL; seed < 100; seed++)
        {
            var history = new AttemptHistory(3);
            var first = plan.Pick(new PowerOfTwoChoices(), new(default, seed, FailoverPolicy.Default), history);
            history.Add(first);
            var second = plan.Pick(new PowerOfTwoChoices(), new(default, seed, FailoverPolicy.Default), history);
            history.Add(second);
            var third = plan.Pick(new PowerOfTwoChoices(), new(default, seed, FailoverPolicy.Default), history);

            Assert.Equal((0, 0, 2), (first.Tier, second.Tier, third.Tier));
            Assert.NotEqual(first.Endpoint, second.Endpoint);
        }
    }

    [Fact]
    public void Pick_FourAttempts_LeaveTheZoneAndThenTheRegion()
    {
        var plan = Topology.Of(("z0", Healthy), ("z0", Healthy), ("z1", Healthy), ("r1/z0", Healthy)).Plan();
        var history = new AttemptHistory(4);
        var tiers = new List<int>();
        for (var seed = 0UL; seed < 4; seed++)
        {
            var pick = plan.Pick(new PowerOfTwoChoices(), new(default, seed, FailoverPolicy.Default), history);
            tiers.Add(pick.Tier);
            history.Add(pick);
        }

        Assert.Equal([0, 0, 1, 2], tiers);
    }

    [Fact]
    public void Pick_OnceEverythingWasTried_Repeats()
    {
        var plan = Topology.Of(("z0", Healthy), ("z1", Ejected)).Plan();
        var history = new AttemptHistory(3);
        history.Add(plan.Pick(new RoundRobin(), new(default, 1, FailoverPolicy.Default), history));

        var second = plan.Pick(new RoundRobin(), new(default, 2, FailoverPolicy.Default), history);
        Assert.Equal((1, Ejected, false), (second.Tier, second.Health, second.IsRepeat)); // better than the one that has just failed
        history.Add(second);
        Assert.True(plan.Pick(new RoundRobin(), new(default, 3, FailoverPolicy.Default), history).IsRepeat);
    }

    [Theory]
    [InlineData(PickerNames.PowerOfTwoChoices)]
    [InlineData(PickerNames.RoundRobin)]
    [InlineData(PickerNames.WeightedRandom)]
    public void Pick_AnyPicker_AllocatesNothing(string name)
    {
        IPicker picker = name switch { PickerNames.RoundRobin => new RoundRobin(), PickerNames.WeightedRandom => new WeightedRandom(), _ => new PowerOfTwoChoices() };
        var plan = Topology.Of(("z0", Healthy), ("z0", Healthy), ("z0", WeightedDown), ("z1", Healthy)).Plan();
        Run(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                plan.Pick(picker, new(new(i), (ulong)i, FailoverPolicy.Default));
            }
        }
    }

    private static int IndexOf(PickResult pick) => IndexOf(pick.Endpoint);

    private static int IndexOf(Endpoint endpoint) => int.Parse(endpoint.Address.Host.Split('.')[^1], System.Globalization.CultureInfo.InvariantCulture) - 1;

    private static IEnumerable<PickResult> Picks(FailoverPlan plan, IPicker picker, int count = 1000) =>
        Enumerable.Range(0, count).Select(seed => plan.Pick(picker, new(default, (ulong)seed, FailoverPolicy.Default)));
}
