using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>The largest services that DNS can tell of: a message has room for 65,535 octets, which are some 4,090 A records, and so a larger service has several names.</summary>
[Collection(RealDnsCollection.Name)]
public sealed class LargeSetTests(NamedFixture fixture) : IClassFixture<NamedFixture>
{
    [Theory]
    [InlineData("A", 4_000)]
    [InlineData("AAAA", 2_300)]
    public async Task Watch_AsManyAddressesAsAnAnswerHolds_AreAllEndpoints(string type, int count)
    {
        var name = $"full-{type.ToLowerInvariant()}.test.example";
        await fixture.Server.UpdateAsync(Added(name, type, 0, count));
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, name);

        var answer = await watch.NextResolvedAsync();

        Assert.Empty(answer.Problems);
        Assert.Equal(Enumerable.Range(0, count).Select(i => Address(type, i)).ToHashSet(StringComparer.Ordinal), answer.Endpoints.Select(static one => one.Address.Host).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(count, answer.Endpoints.Length);
    }

    [Fact]
    public async Task Watch_AThousandSrvRecords_HaveTheirAddressesThoughTheyDoNotAllComeAlong()
    {
        const int Count = 1_000;
        await fixture.Server.UpdateAsync(Enumerable.Range(0, Count).Select(static i => $"add h{i}.many.test.example. 60 A {Address("A", i)}"));
        await fixture.Server.UpdateAsync(Enumerable.Range(0, Count).Select(static i => $"add _http._tcp.many.test.example. 60 SRV 0 1 {1000 + i} h{i}.many.test.example."));
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "many.test.example");

        var answer = await watch.NextResolvedAsync();

        Assert.Empty(answer.Problems);
        Assert.Equal(
            Enumerable.Range(0, Count).Select(static i => $"{Address("A", i)}:{1000 + i}").ToHashSet(StringComparer.Ordinal), answer.Endpoints.Select(static one => one.Address.Authority).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Watch_FiveThousandUnderTwoNames_AreOneListThatChanges()
    {
        await fixture.Server.UpdateAsync(Added("large-a.test.example", "A", 0, 2_500));
        await fixture.Server.UpdateAsync(Added("large-b.test.example", "A", 2_500, 2_500));
        await using var resolver = Resolver(static options => options.Services["orders"] = new()
        {
            Records = DnsRecords.Address,
            Names = { new() { Name = "large-a.test.example.", Region = "eu", Zone = "a" }, new() { Name = "large-b.test.example.", Region = "eu", Zone = "b" } },
        });
        await using var watch = new Watched(resolver, "orders");

        // One of the names may be a second late.
        var first = await watch.NextResolvedAsync(static answer => answer.Endpoints.Length == 5_000);
        Assert.Equal([2_500, 2_500], first.Endpoints.GroupBy(static one => one.Locality).OrderBy(static zone => zone.Key.Zone, StringComparer.Ordinal).Select(static zone => zone.Count()));

        await fixture.Server.UpdateAsync($"delete large-b.test.example. A {Address("A", 2_500)}", $"add large-b.test.example. 0 A {Address("A", 5_000)}");
        var next = await watch.NextResolvedAsync();

        Assert.Empty(next.Problems);
        Assert.Equal([Address("A", 2_500)], first.Endpoints.Except(next.Endpoints).Select(static one => one.Address.Host));
        Assert.Equal([Address("A", 5_000)], next.Endpoints.Except(first.Endpoints).Select(static one => one.Address.Host));
    }

    [Fact]
    public async Task Pool_SetGrowsBeyondAnAnswer_TheLastListServesAndTheReasonIsTold()
    {
        await fixture.Server.UpdateAsync(Added("grows.test.example", "A", 0, 2_500));
        await using var resolver = Resolver();
        await using var pools = LocalityFailover.Create(new LocalityFailoverOptions(), [resolver]);
        var pool = pools.GetPool("grows.test.example");
        await Eventually.HoldsAsync(() => pool.Plan.Input.Snapshot.Endpoints.Length == 2_500, () => $"the list should be there: {pool.Registry.Last}");

        await fixture.Server.UpdateAsync(Added("grows.test.example", "A", 2_500, 2_000));
        await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed, () => $"it should not fit: {pool.Registry.Last}");
        var failed = Assert.IsType<Resolution.Failed>(pool.Registry.Last);
        Assert.StartsWith("A of grows.test.example: ", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("gave a truncated reply over TCP, which has room for 65,535 octets", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(2_500, pool.Plan.Input.Snapshot.Endpoints.Length);

        await fixture.Server.UpdateAsync(Enumerable.Range(0, 2_000).Select(static i => $"delete grows.test.example. A {Address("A", i)}"));
        await Eventually.HoldsAsync(
            () => pool.Registry.Last is Resolution.Resolved { Endpoints.Length: 2_500 } && pool.Plan.Input.Snapshot.Endpoints.Any(static one => one.Address.Host == Address("A", 4_499)), () => $"it fits again: {pool.Registry.Last}");
    }

    private DnsResolver Resolver(Action<DnsOptions>? configure = null) => new(Settings.Short(fixture.Server.Address.ToString(), options =>
    {
        options.Timeout = TimeSpan.FromSeconds(10);
        configure?.Invoke(options);
    }));

    private static IEnumerable<string> Added(string name, string type, int first, int count) => Enumerable.Range(first, count).Select(i => $"add {name}. 0 {type} {Address(type, i)}");

    private static string Address(string type, int i) => type == "A" ? $"10.2.{i >> 8}.{i & 255}" : $"fd00::1:{i + 1:x}";
}
