using static ClientFailover.EndpointHealth;

namespace ClientFailover.Tests;

public sealed class FailoverPlanPrepareTests
{
    private static readonly EndpointSelector InZone0 = EndpointSelector.Parse("zone=z0");
    private static readonly EndpointSelector InZone1 = EndpointSelector.Parse("zone=z1");
    private static readonly Topology Service = Topology.Of(("z0", Healthy), ("z0", Healthy), ("z1", Healthy));

    [Fact]
    public void Prepare_SelectorAskedOfThePlanBefore_IsThereBeforeTheFirstCall()
    {
        var (before, after) = (Service.Plan(), Service.Plan());
        before.Within(InZone0);

        after.Prepare(before);

        Assert.Equal((true, false), (after.Has(InZone0), after.Has(InZone1)));
        Assert.Equal(before.Within(InZone0).Input.Snapshot.Endpoints, after.Within(InZone0).Input.Snapshot.Endpoints);
        Assert.Equal(2, after.Within(InZone0).Input.Snapshot.Endpoints.Length);
    }

    [Fact]
    public void Prepare_SelectorNotAskedAnyMore_IsLeftOut()
    {
        var (first, second, third) = (Service.Plan(), Service.Plan(), Service.Plan());
        first.Within(InZone0);
        first.Within(InZone1);

        second.Prepare(first);
        second.Within(InZone1);
        third.Prepare(second);

        Assert.Equal((false, true), (third.Has(InZone0), third.Has(InZone1)));
    }

    [Fact]
    public void Prepare_KeysOnTheRing_FindItMadeAndWithinTheirSelectorToo()
    {
        var (first, second, third) = (Service.Plan(), Service.Plan(), Service.Plan());
        var home = ByKey(first.Within(InZone0));

        second.Prepare(first);

        Assert.Equal((false, true), (second.HasRings, second.Within(InZone0).HasRings)); // only those calls have a key
        Assert.Equal(home, ByKey(second.Within(InZone0)));
        ByKey(second);
        third.Prepare(second);
        Assert.Equal((true, true), (third.HasRings, third.Within(InZone0).HasRings));
    }

    [Fact]
    public void Prepare_NoKeysAnyMore_MakesNoRings()
    {
        var (first, second, third) = (Service.Plan(), Service.Plan(), Service.Plan());
        ByKey(first);

        second.Prepare(first);
        third.Prepare(second);

        Assert.Equal((true, false), (second.HasRings, third.HasRings));
    }

    [Fact]
    public void Within_UnconfirmedEndpoints_CountsThoseThatAreLeft()
    {
        var plan = Service.Plan();
        var input = plan.Input with { Snapshot = plan.Input.Snapshot with { Unconfirmed = 2 } }; // the second of z0, and z1

        Assert.Equal((1, 1), (input.Within(InZone0).Snapshot.Unconfirmed, input.Within(InZone1).Snapshot.Unconfirmed));
        Assert.Same(input, input.Within(EndpointSelector.Parse("region=r0")));
    }

    private static Endpoint ByKey(FailoverPlan plan) =>
        plan.Pick(new PowerOfTwoChoices(), new(default, 1, FailoverPolicy.Default) { Affinity = AffinityKey.Of("user-1") }).Endpoint;
}
