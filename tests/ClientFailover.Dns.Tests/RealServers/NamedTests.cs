using System.Diagnostics;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>Against a real named: the conformance suite, as far as a server can be made to do what it asks, and what the zone holds.</summary>
[Collection(RealDnsCollection.Name)]
public sealed class NamedTests(NamedFixture fixture) : IClassFixture<NamedFixture>
{
    /// <summary>What says nothing of it, for the reasons that its harness gives.</summary>
    private static readonly string[] NotApplicable =
    [
        "Backoff", "ChangingPace", "Duplicates", "Empty", "Error", "ErrorAtFirst", "FailingPace", "ManyEndpoints", "QuietPace", "Reset", "Silence",
        "Slow",
    ];

    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Conformance_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check)
    {
        var server = fixture.Server;
        var result = await ResolverConformance.RunAsync(check, () => Task.FromResult<IResolverHarness>(new NamedHarness(server)), TestContext.Current.CancellationToken);

        Assert.True(result.Passed != NotApplicable.Contains(check, StringComparer.Ordinal), result.ToString());
    }

    [Fact]
    public async Task Watch_NameInTrouble_IsFailed()
    {
        await using var resolver = new DnsResolver(Settings.Short(fixture.Server.Address.ToString()));
        await using var broken = new Watched(resolver, "x.broken.example");
        await using var foreign = new Watched(resolver, "x.other.example");

        Assert.Contains("says SERVFAIL", (await broken.NextAsync<Resolution.Failed>()).Reason, StringComparison.Ordinal);
        Assert.Contains("says REFUSED", (await foreign.NextAsync<Resolution.Failed>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pool_TtlZeroAt5000CallsASecond_AsksAtMostOnceASecond()
    {
        await fixture.Server.UpdateAsync("add _http._tcp.busy.test.example. 0 SRV 0 1 8080 h1.test.example.");
        var (transport, options) = (new CountingTransport(), Settings.Options(fixture.Server.Address.ToString()));
        await using var resolver = new DnsResolver(DnsSettings.From(options), TimeProvider.System, null, static () => 0, transport);
        await using var pools = LocalityFailover.Create(new LocalityFailoverOptions(), [resolver]);
        var pool = pools.GetPool("busy.test.example");
        var (clock, calls) = (Stopwatch.StartNew(), 0);
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (clock.Elapsed < TimeSpan.FromSeconds(4))
        {
            await pulse.WaitForNextTickAsync();
            for (; calls < clock.Elapsed.TotalSeconds * 5000; calls++)
            {
                var pick = pool.Pick();
                if (pick.HasEndpoint)
                {
                    pick.Complete(new CallOutcome(OutcomeKind.Success, TimeSpan.FromMilliseconds(1)));
                }
            }
        }

        Assert.Equal("10.0.1.1", Assert.Single(pool.Plan.Input.Snapshot.Endpoints).Address.Host);
        Assert.InRange(calls, 15_000, 100_000);
        Assert.InRange(transport.Questions, 2, (int)clock.Elapsed.TotalSeconds + 2);
    }

    private sealed class CountingTransport : IDnsTransport
    {
        private readonly SocketTransport _sockets = new();
        private int _questions;

        public int Questions => Volatile.Read(ref _questions);

        public ValueTask<int> AskAsync(System.Net.IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> reply, DnsTransportOptions options, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _questions);
            return _sockets.AskAsync(server, query, reply, options, cancellationToken);
        }
    }
}
