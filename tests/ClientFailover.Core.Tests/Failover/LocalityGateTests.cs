using System.Collections.Immutable;

namespace ClientFailover.Tests;

public sealed class LocalityGateTests
{
    private static readonly FailoverPolicy Policy = FailoverPolicy.Default with { Failback = FailbackPolicy.Default with { Jitter = 0 } };
    private static readonly LocalityComparisonPolicy Comparison = Policy.LocalityComparison;

    [Fact]
    public void Next_Doubted_SendsATenthElsewhereForAWhileAndThenTrusts()
    {
        var gate = Next(LocalityGate.Open, LocalityVerdict.Doubted, 0);
        Assert.Equal((0.9, true, false), (gate.Cap(Comparison), gate.IsDoubted, gate.IsReduced));

        gate = Next(gate, LocalityVerdict.Unremarkable, 29); // a quiet moment ends nothing
        Assert.True(gate.IsDoubted);
        gate = Next(Next(gate, LocalityVerdict.Doubted, 31), LocalityVerdict.Unremarkable, 59);
        Assert.True(gate.IsDoubted);

        gate = Next(gate, LocalityVerdict.Doubted, 60);
        Assert.Equal((1, false), (gate.Cap(Comparison), gate.IsDoubted));
        Assert.False(Next(gate, LocalityVerdict.Doubted, 359).IsDoubted);
        Assert.True(Next(gate, LocalityVerdict.Doubted, 360).IsDoubted);
    }

    [Fact]
    public void Next_NothingHeldAgainstItForAWindow_IsDoubtedNoLonger()
    {
        // The zone went down and its circuit opened: what is seen of it now is nothing, and later that it is well. That is no reason to send a tenth of its calls away for the rest of the minute.
        var gate = Next(Next(LocalityGate.Open, LocalityVerdict.Doubted, 0), LocalityVerdict.Doubted, 5);
        Assert.Equal(At(35), gate.ExploredUntil(Comparison));
        Assert.True(Next(gate, LocalityVerdict.Unremarkable, 34).IsDoubted);

        gate = Next(gate, LocalityVerdict.Unremarkable, 35);
        Assert.Equal(LocalityGate.Open, gate);
        Assert.True(Next(gate, LocalityVerdict.Doubted, 36).IsDoubted); // nothing was learned, so it is not trusted either
    }

    [Fact]
    public void Next_FoundAlike_IsTrustedUntilItIsWorse()
    {
        var gate = Next(Next(LocalityGate.Open, LocalityVerdict.Doubted, 0), LocalityVerdict.Alike, 10);
        Assert.Equal((1, false), (gate.Cap(Comparison), gate.IsDoubted));
        Assert.False(Next(gate, LocalityVerdict.Doubted, 20).IsDoubted);
        Assert.True(Next(gate, LocalityVerdict.Worse, 20).IsReduced);
    }

    [Fact]
    public void Next_Worse_KeepsATenthUntilCleanAndComesBackByAndBy()
    {
        var gate = Next(LocalityGate.Open, LocalityVerdict.Worse, 0);
        Assert.Equal((0.1, true), (gate.Cap(Comparison), gate.IsReduced));

        gate = Next(gate, LocalityVerdict.Unremarkable, 110, clean: false);
        Assert.Equal(0.1, gate.Cap(Comparison));

        gate = Next(gate, LocalityVerdict.Unremarkable, 139);
        Assert.Equal(0.1, gate.Cap(Comparison)); // clean for 29 s
        gate = Next(gate, LocalityVerdict.Unremarkable, 140);
        gate = Next(gate, LocalityVerdict.Unremarkable, 170);
        Assert.Equal(0.55, gate.Cap(Comparison)); // half of the ramp

        Assert.Equal(0.1, Next(gate, LocalityVerdict.Worse, 171, clean: false).Cap(Comparison)); // errors on the way
        gate = Next(gate, LocalityVerdict.Unremarkable, 200);
        Assert.Equal((1, false), (gate.Cap(Comparison), gate.IsReduced));
    }

    [Fact]
    public void Plan_OwnZoneIsReduced_KeepsItsShareAndTheNextTierTakesTheRest()
    {
        var plan = Plan(("z1", 4, Reduced(10)), ("z2", 4, LocalityGate.Open));
        Assert.Equal([10, 90], plan.Tiers.Select(tier => tier.Load));
    }

    [Fact]
    public void Plan_OwnZoneIsReducedAndNobodyElseIsThere_TakesAll() =>
        Assert.Equal([100], Plan(("z1", 4, Reduced(10))).Tiers.Select(tier => tier.Load));

    [Fact]
    public void Plan_AZoneOfATierIsReduced_WeighsLessThanItsNeighbours()
    {
        var plan = Plan(("z2", 2, Reduced(10)), ("z3", 2, LocalityGate.Open));
        Assert.Equal([100], plan.Tiers.Select(tier => tier.Load)); // there is no other tier
        Assert.Equal([0.1f, 0.1f, 1, 1], plan.Tiers[0].Members.Select(member => member.Share));
    }

    private static LocalityGate Reduced(int cap) => new(FailbackGate.HeldAt(cap, Policy.Failback, 0), null, null);

    private static LocalityGate Next(LocalityGate gate, LocalityVerdict verdict, double second, bool clean = true) => gate.Next(verdict, clean, At(second), Policy, 0);

    private static MonotonicTime At(double second) => new(TimeSpan.FromSeconds(second).Ticks);

    private static FailoverPlan Plan(params (string Zone, int Count, LocalityGate Gate)[] zones)
    {
        ImmutableArray<Endpoint> endpoints =
        [
            .. from zone in zones
               from index in Enumerable.Range(0, zone.Count)
               select new Endpoint(new($"{zone.Zone}-{index}", 80)) { Locality = new("r1", zone.Zone) },
        ];
        return FailoverPlanner.Plan(new(EndpointSnapshot.None with { Endpoints = endpoints }, [.. endpoints.Select(_ => new EndpointStats())], EjectionLedger.Empty, new(new Locality("r1", "z1")), Policy)
        {
            LocalityGates = zones.ToImmutableDictionary(zone => new Locality("r1", zone.Zone), zone => zone.Gate),
        });
    }
}
