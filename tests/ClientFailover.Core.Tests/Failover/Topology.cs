using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

/// <summary>A service as a plan sees it: endpoints in regions and zones, each with a condition, a weight and perhaps an ejection.</summary>
internal sealed record Topology(ImmutableArray<Member> Members)
{
    public static readonly Caller Caller = new(new Locality("r0", "z0"));

    /// <summary>1 to 3 regions x 1 to 3 zones x 1 to 6 endpoints, of every health and of weights that are equal as often as not.</summary>
    public static Arbitrary<Topology> Any { get; } = Arb.From(
        from regions in Gen.Choose(1, 3)
        from zones in Gen.Choose(1, 3)
        from equal in Gen.Elements(true, false)
        from members in (
            from region in Gen.Choose(0, regions - 1)
            from zone in Gen.Choose(0, zones - 1)
            from weight in equal ? Gen.Constant(1) : Gen.Choose(1, 50)
            from health in Gen.Elements(
                EndpointHealth.Healthy, EndpointHealth.Healthy, EndpointHealth.Healthy, EndpointHealth.Degraded, EndpointHealth.WeightedDown,
                EndpointHealth.Ejected, EndpointHealth.Draining)
            select new Member($"r{region}", $"z{zone}", weight, health)).NonEmptyListOf()
        select new Topology([.. members]));

    public FailoverPlan Plan(FailoverPolicy? policy = null)
    {
        var endpoints = Members.Select((member, index) => member.Endpoint(index)).ToImmutableArray();
        var ejections = ImmutableDictionary.CreateRange(Members.Select((member, index) => (member, index))
            .Where(one => one.member.Health is EndpointHealth.WeightedDown or EndpointHealth.Ejected)
            .Select(one => KeyValuePair.Create(
                endpoints[one.index].Identity, new Ejection(one.member.Health, new(EjectionReason.ConsecutiveFailures, 5, 5, 5, default), 1, default, new(long.MaxValue)))));
        return FailoverPlanner.Plan(new(
            new EndpointSnapshot(endpoints, 1, "test", default),
            [.. endpoints.Select(_ => new EndpointStats())], new EjectionLedger(ejections), Caller, policy ?? FailoverPolicy.Default));
    }

    public static Topology Of(params (string Zone, EndpointHealth Health)[] members) =>
        new([.. members.Select(member => member.Zone.Split('/') is [var region, var zone]
            ? new Member(region, zone, 1, member.Health)
            : new Member("r0", member.Zone, 1, member.Health))]);
}
