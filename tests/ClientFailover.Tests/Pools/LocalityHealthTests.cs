using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

public sealed class LocalityHealthTests
{
    [Theory]
    [InlineData(OutcomeKind.ConnectFailed)]
    [InlineData(OutcomeKind.ServerError)]
    public async Task Zone_DiesAsAWhole_IsLeftWithinASecondAlthoughNextToNobodyMayBeEjected(OutcomeKind kind)
    {
        await using var fixture = new PoolFixture(options => options.OutlierDetection.MaxEjection = 0.1);
        var (pool, traffic) = await StartAsync(fixture);
        traffic.Outcome = endpoint => endpoint.Locality.Zone == "z1" ? kind : OutcomeKind.Success;
        await traffic.RunAsync(3);

        // What went well in the half second in which it dies is counted with what failed; then 20 calls show it.
        Assert.InRange(traffic.Attempts.Count(attempt => attempt.Kind == kind), 20, 125);
        Assert.InRange(traffic.ShareOf("z2", from: 3), 0.99, 1);
        Assert.All(pool.Plan.Explain().Where(decision => decision.Endpoint.Locality.Zone == "z1"), decision => Assert.NotEqual(RefusalReason.None, decision.Refusal));
    }

    [Fact]
    public async Task Zone_Recovers_IsTriedWithAFewCallsHeldAndRamped()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic) = await StartAsync(fixture);
        traffic.Outcome = endpoint => endpoint.Locality.Zone == "z1" ? OutcomeKind.ServerError : OutcomeKind.Success;
        await traffic.RunAsync(5);
        traffic.Outcome = _ => OutcomeKind.Success;
        await traffic.RunAsync(200);

        // Open for 30 to 36 s from second 2 on; then 5 calls.
        Assert.Equal(0, traffic.ShareOf("z1", 4, 32));
        Assert.InRange(traffic.Attempts.Count(attempt => attempt.At is > 4 and < 62 && attempt.Endpoint.Locality.Zone == "z1"), 5, 5);
        Assert.InRange(traffic.ShareOf("z1", 90, 91), 0.05, 0.8); // on the ramp
        Assert.Equal(1, traffic.ShareOf("z1", 190));
    }

    [Fact]
    public async Task Zone_StaysSick_CostsAFewCallsEachTimeItIsTriedAndIsTriedEverLessOften()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic) = await StartAsync(fixture);
        traffic.Outcome = endpoint => endpoint.Locality.Zone == "z1" ? OutcomeKind.ServerError : OutcomeKind.Success;
        await traffic.RunAsync(240);

        // Tried at about 33, 99, 231 s; each time the first failure ends it.
        Assert.InRange(traffic.Attempts.Count(attempt => attempt.At > 4 && attempt.Kind == OutcomeKind.ServerError), 2, 3);
    }

    [Fact]
    public async Task AllZones_FailAlike_TrafficStays()
    {
        await using var fixture = new PoolFixture();
        var (pool, traffic) = await StartAsync(fixture);
        traffic.Outcome = _ => OutcomeKind.ServerError;
        await traffic.RunAsync(60);

        Assert.InRange(traffic.ShareOf("z2", 2) + traffic.ShareOf("z3", 2), 0, 0.05);

        traffic.Outcome = _ => OutcomeKind.Success;
        await traffic.RunAsync(5);
        Assert.Equal(1, traffic.ShareOf("z1", 62));
        Assert.DoesNotContain(pool.Plan.Explain(), decision => decision.Health != EndpointHealth.Healthy);
    }

    [Fact]
    public async Task AllZonesFailAlike_AndOneRecovers_TrafficFollows()
    {
        await using var fixture = new PoolFixture();
        var (_, traffic) = await StartAsync(fixture);
        traffic.Outcome = _ => OutcomeKind.ServerError;
        await traffic.RunAsync(20);
        traffic.Outcome = endpoint => endpoint.Locality.Zone == "z1" ? OutcomeKind.ServerError : OutcomeKind.Success;
        await traffic.RunAsync(60);

        // Only calls that fail here show that it is better there; a fault is thought to be shared for 30 s without evidence.
        Assert.Equal(0, traffic.ShareOf("z1", 70), 0.02);
    }

    private static async Task<(IEndpointPool Pool, Traffic Traffic)> StartAsync(PoolFixture fixture)
    {
        var pool = fixture.Pools.GetPool("orders");
        fixture.Resolver.Publish("orders", [.. from zone in Enumerable.Range(1, 3) from index in Enumerable.Range(1, 20) select Endpoint((zone * 20) + index, $"z{zone}", zone == 3 ? "r2" : "r1")]);
        await pool.WaitForFirstAnswerAsync(default).AsTask().WaitAsync(Deadline);
        var traffic = new Traffic(fixture, pool);
        await traffic.RunAsync(2);
        Assert.Equal(1, traffic.ShareOf("z1", 0));
        return (pool, traffic);
    }
}
