using System.Net;

namespace ClientFailover.Dns.Tests;

/// <summary>Failure case 9 and its like, over minutes of virtual time.</summary>
public sealed class DnsFailureTests
{
    [Fact]
    public async Task Watch_TtlZero_AsksAtMostOnceASecond()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test"), Zone.A("h1.test", "10.0.0.1"));
        await PaceAsync(dns, 100);
    }

    [Fact]
    public async Task Watch_TtlZeroAndSeveralQuestionsARound_AsksAtMostOnceASecond()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(Zone.A("orders.test", "fd00::1")); // SRV, A and AAAA each round
        await PaceAsync(dns, 100);
    }

    [Fact]
    public async Task Watch_UnknownNameAndNegativeTtlZero_AsksAtMostOnceASecond()
    {
        await using var dns = new VirtualDns();
        await PaceAsync(dns, 100);
    }

    [Fact]
    public async Task Watch_LongTtl_IsAskedAgainByTheCeiling()
    {
        await using var dns = new VirtualDns();
        dns.Zone.NegativeTtl = 86_400;
        dns.Zone.Set(Zone.A("orders.test", "10.0.0.1", int.MaxValue));
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();
        await watch.PassAsync(TimeSpan.FromSeconds(130));

        Assert.Equal(["Srv _http._tcp.orders.test", "A orders.test", "Srv _http._tcp.orders.test", "A orders.test", "Srv _http._tcp.orders.test", "A orders.test"], dns.Asked);
    }

    [Fact]
    public async Task Watch_DifferentTtls_AsksOnlyForWhatHasExpired()
    {
        await using var dns = new VirtualDns();
        dns.Zone.NegativeTtl = 30;
        dns.Zone.Set(Zone.A("orders.test", "10.0.0.1", 10));
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();
        await watch.PassAsync(TimeSpan.FromSeconds(29));

        Assert.Equal(1, dns.Asked.Count(static one => one.StartsWith("Srv", StringComparison.Ordinal)));
        Assert.Equal(3, dns.Asked.Count(static one => one.StartsWith("A ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Watch_Jitter_LengthensThePauseByUpToATenth()
    {
        await using var dns = new VirtualDns(static options => options.Records = DnsRecords.Address, random: 0.999);
        dns.Zone.Set(Zone.A("orders.test", "10.0.0.1", 20));
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();
        await watch.PassAsync(TimeSpan.FromSeconds(21.8));
        Assert.Single(dns.Asked);
        await watch.PassAsync(TimeSpan.FromSeconds(0.3));
        Assert.Equal(2, dns.Asked.Length);
    }

    [Theory]
    [InlineData("SERVFAIL")]
    [InlineData("REFUSED")]
    [InlineData("silence")]
    public async Task Watch_TenMinutesOfTrouble_TheListIsUnchangedAndTheServersAreSpared(string trouble)
    {
        await using var dns = new VirtualDns(random: 0.5);
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test", ttl: 5), Zone.A("h1.test", "10.0.0.1", 5));
        var watch = dns.Watch("orders.test");
        var guard = new RegistryGuardPolicy();
        var state = ResolutionState.Initial.Apply(await watch.NextAsync(), dns.Clock.Now, guard);
        dns.Zone.Code = trouble == "SERVFAIL" ? DnsResponseCode.ServFail : trouble == "REFUSED" ? DnsResponseCode.Refused : DnsResponseCode.NoError;
        dns.Transport.IsSilent = trouble == "silence";
        var before = dns.Asked.Length;

        for (var end = dns.Clock.Now + TimeSpan.FromMinutes(10); dns.Clock.Now < end;)
        {
            var answer = await watch.NextAsync();
            Assert.IsType<Resolution.Failed>(answer);
            state = state.Apply(answer, dns.Clock.Now, guard).Settle(dns.Clock.Now);
            Assert.Equal("10.0.0.1", Assert.Single(state.Snapshot.Endpoints).Address.Host);
        }

        Assert.Equal((1, 0), (state.Snapshot.Version, state.Snapshot.Unconfirmed));
        Assert.InRange(dns.Asked.Length - before, 10, 120); // a pause of 15 s between rounds of two questions
        (dns.Zone.Code, dns.Transport.IsSilent) = (DnsResponseCode.NoError, false);
        Assert.Single((await watch.NextAsync<Resolution.Resolved>()).Endpoints);
    }

    [Fact]
    public async Task Watch_OneTargetInTrouble_ItsLastAddressStaysAndTheRestIsFresh()
    {
        await using var dns = new VirtualDns(static options => options.Servers.Add("192.0.2.2"));
        dns.Zone.GivesAdditional = false;
        dns.Zone.Set(
            Zone.Srv("_http._tcp.orders.test", "h1.test", 8001), Zone.Srv("_http._tcp.orders.test", "h2.test", 8002), Zone.A("h1.test", "10.0.0.1"), Zone.A("h2.test", "10.0.0.2"));
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();

        // An alias that leads in a circle cannot be asked about; the host was known before.
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test", 8001), Zone.Srv("_http._tcp.orders.test", "h2.test", 8002), Zone.CName("h1.test", "h1.test"), Zone.A("h2.test", "10.0.0.9"));

        var answer = await watch.NextAsync<Resolution.Resolved>(static one => one.Endpoints.Any(static endpoint => endpoint.Address.Host == "10.0.0.9"));
        Assert.Equal(["10.0.0.1", "10.0.0.9"], answer.Endpoints.Select(static one => one.Address.Host));
        Assert.Contains("the host 'h1.test' cannot be asked about, its last 1 addresses stay", Assert.Single(answer.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OneTargetInTroubleForLong_IsAskedAboutLessAndLessOften()
    {
        await using var dns = new VirtualDns(random: 0.999);
        dns.Zone.GivesAdditional = false;
        dns.Zone.Set(
            Zone.Srv("_http._tcp.orders.test", "h1.test", ttl: 30), Zone.Srv("_http._tcp.orders.test", "h2.test", ttl: 30), Zone.CName("h1.test", "h1.test"), Zone.A("h2.test", "10.0.0.2", 30));
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();
        await watch.PassAsync(TimeSpan.FromSeconds(120));

        // After 1, 2, 4, 8, 16 and then 30 s.
        Assert.InRange(dns.Asked.Count(static one => one == "A h1.test"), 6, 9);
        Assert.InRange(dns.Asked.Count(static one => one == "A h2.test"), 3, 5);

        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test", ttl: 30), Zone.A("h1.test", "10.0.0.1", 30));
        await watch.NextAsync<Resolution.Resolved>(static one => one.Endpoints.Any(static endpoint => endpoint.Address.Host == "10.0.0.1"));
    }

    [Fact]
    public async Task Watch_KnownTargetInTroubleForLong_IsAskedAboutLessAndLessOften()
    {
        await using var dns = new VirtualDns(random: 0.999);
        dns.Zone.GivesAdditional = false;
        DnsRecord[] others = [Zone.Srv("_http._tcp.orders.test", "h1.test", ttl: 60), Zone.Srv("_http._tcp.orders.test", "h2.test", ttl: 60), Zone.A("h2.test", "10.0.0.2", 60)];
        dns.Zone.Set([.. others, Zone.A("h1.test", "10.0.0.1", 1)]);
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();
        dns.Zone.Set([.. others, Zone.CName("h1.test", "h1.test")]);
        await watch.PassAsync(TimeSpan.FromSeconds(120));

        Assert.InRange(dns.Asked.Count(static one => one == "A h1.test"), 6, 10);
    }

    [Fact]
    public async Task Watch_AddressesThatCameAlong_AreUsedForAsLongAsTheyHold()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test", ttl: 60), Zone.A("h1.test", "10.0.0.1", 5));
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test", ttl: 60), Zone.A("h1.test", "10.0.0.9", 5));
        var began = dns.Clock.Now;

        await watch.NextAsync<Resolution.Resolved>(static one => one.Endpoints[0].Address.Host == "10.0.0.9");

        Assert.InRange(dns.Clock.Now - began, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Watch_NxDomainAfterAnswers_IsNotFoundAtTheNextRound()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(Zone.A("orders.test", "10.0.0.1"));
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();
        dns.Zone.Set();

        Assert.Equal("there is no SRV of _http._tcp.orders.test, no address of orders.test", Assert.IsType<Resolution.NotFound>(await watch.NextAsync()).Reason);
    }

    [Fact]
    public async Task Watch_FirstServerIsDead_TheSecondAnswersAndIsAskedFirstForAWhile()
    {
        await using var dns = new VirtualDns(static options => options.Servers.Add("192.0.2.2"));
        var (dead, alive) = (new IPEndPoint(IPAddress.Parse("192.0.2.1"), 53), new IPEndPoint(IPAddress.Parse("192.0.2.2"), 53));
        dns.Transport.Servers[dead] = null;
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test"), Zone.A("h1.test", "10.0.0.1"));
        var watch = dns.Watch("orders.test");

        await watch.NextAsync<Resolution.Resolved>();
        await watch.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, dns.Transport.Asked.Count(one => one.Server.Equals(dead)));

        await watch.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(2, dns.Transport.Asked.Count(one => one.Server.Equals(dead)));
        Assert.Equal(0, watch.Waiting); // the same list, all the time
        Assert.NotEqual(0, dns.Transport.Asked.Count(one => one.Server.Equals(alive)));
    }

    [Fact]
    public async Task Watch_NameOfOneZoneIsSilentAtFirst_TheOtherServesAfterAMoment()
    {
        await using var dns = new VirtualDns(static options => options.Services["orders"] = new() { Names = { new() { Name = "a.test", Zone = "a" }, new() { Name = "b.test", Zone = "b" } }, Records = DnsRecords.Address });
        dns.Zone.Set(Zone.A("a.test", "10.1.0.1"), Zone.CName("b.test", "b.test"));

        var answer = await dns.Watch("orders").NextAsync<Resolution.Resolved>();

        Assert.Equal("10.1.0.1", Assert.Single(answer.Endpoints).Address.Host);
        Assert.Contains("'b.test' (/b) cannot be asked, its last list of 0 endpoints stays", Assert.Single(answer.Problems), StringComparison.Ordinal);
    }

    private static async Task PaceAsync(VirtualDns dns, int seconds)
    {
        var watch = dns.Watch("orders.test");
        await watch.NextAsync();
        await watch.PassAsync(TimeSpan.FromSeconds(seconds));

        Assert.InRange(dns.Asked.Length, seconds / 2, seconds + 3);
    }
}
