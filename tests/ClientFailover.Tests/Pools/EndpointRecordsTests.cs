using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class EndpointRecordsTests
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromMinutes(1);

    [Fact]
    public void Take_AnyLists_GivesEachEndpointItsOwnRecordAndTheNumberOfItsZone() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 7).ArrayOf().NonEmptyListOf()), lists =>
        {
            var records = new EndpointRecords();
            var known = new Dictionary<EndpointIdentity, EndpointRecord>();
            foreach (var list in lists)
            {
                var snapshot = Snapshot(list.Distinct().Select(Endpoint));
                records.Take(snapshot, At(0), DrainTime);

                Assert.Equal(snapshot.Endpoints.Select(endpoint => endpoint.Locality.WithoutSubZone).Distinct(), records.Zones);
                foreach (var (endpoint, record) in snapshot.Endpoints.Zip(records.Listed))
                {
                    Assert.Equal(endpoint.Locality.WithoutSubZone, records.Zones[record.Zone]);
                    Assert.Same(known.TryGetValue(endpoint.Identity, out var own) ? own : known[endpoint.Identity] = record, record);
                    Assert.Same(record.Stats, records.Stats[records.Listed.IndexOf(record)]);
                }

                Assert.Equal(records.Listed.Length, records.Listed.Distinct().Count());
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Take_NewOrBackAfterTheFirstList_WarmsUp()
    {
        var records = new EndpointRecords();
        records.Take(Snapshot([Endpoint(0), Endpoint(1)]), At(0), DrainTime);
        Assert.All(records.Listed, record => Assert.Null(record.WarmingSince));

        records.Take(Snapshot([Endpoint(0), Endpoint(2)]), At(10), DrainTime);
        Assert.Equal([null, At(10)], records.Listed.Select(record => record.WarmingSince));

        records.Take(Snapshot([Endpoint(1), Endpoint(0)]), At(20), DrainTime);
        Assert.Equal([At(20), null], records.Listed.Select(record => record.WarmingSince));
    }

    [Fact]
    public void Take_LeftLongAgo_IsForgottenAndNewWhenItReturns()
    {
        var records = new EndpointRecords();
        records.Take(Snapshot([Endpoint(0), Endpoint(1)]), At(0), DrainTime);
        var first = records.Listed[1];
        records.Take(Snapshot([Endpoint(0)]), At(10), DrainTime);
        Assert.Same(first, records.Find(Endpoint(1).Identity));
        Assert.Equal([Endpoint(1).Identity], records.TakeDrained(DrainTime, At(100)));

        Assert.Equal([Endpoint(1).Identity], records.Take(Snapshot([Endpoint(0)]), At(3600), DrainTime));
        Assert.Null(records.Find(Endpoint(1).Identity));
        records.Take(Snapshot([Endpoint(0), Endpoint(1)]), At(3601), DrainTime);
        Assert.NotSame(first, records.Listed[1]);
    }

    /// <summary>Each a new object, as in a registry's answers; eight of them in four zones of two regions, each with a sub-zone of its own.</summary>
    private static Endpoint Endpoint(int index) => new(new($"10.0.0.{index}", 80)) { Locality = new($"r{index % 2}", $"z{index / 2 % 2}", $"s{index}") };

    private static EndpointSnapshot Snapshot(IEnumerable<Endpoint> endpoints) => new([.. endpoints], 1, "test", At(0));

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
