using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Dns.Tests;

/// <summary>What is asked for, and what is made of the answers; in virtual time.</summary>
public sealed class DnsResolverTests
{
    [Fact]
    public async Task Watch_SrvRecords_PriorityIsPriorityWeightIsWeightTargetIsInstance()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(
            Zone.Srv("_http._tcp.orders.test", "h1.test", 8001, 10, 60), Zone.Srv("_http._tcp.orders.test", "H2.test", 8002, 10, 40), Zone.Srv("_http._tcp.orders.test", "h3.test", 8003, 20, 5),
            Zone.A("h1.test", "10.0.0.1"), Zone.A("h2.test", "10.0.0.2"), Zone.A("h2.test", "fd00::2"), Zone.A("h3.test", "10.0.0.3"));

        var answer = await dns.Watch("orders.test").NextAsync<Resolution.Resolved>();

        Assert.Equal(["10.0.0.1:8001 60/10", "10.0.0.2:8002 40/10", "10.0.0.3:8003 5/20"], answer.Endpoints.Select(EndpointLines.Of));
        Assert.Equal(["h1.test", "h2.test", "h3.test"], answer.Endpoints.Select(static one => one.Instance));
        Assert.Empty(answer.Problems);
        Assert.Equal("dns", answer.Source);
        Assert.Equal(["Srv _http._tcp.orders.test"], dns.Asked);
    }

    [Fact]
    public async Task Watch_NoSrvRecord_AddressesWithTheConfiguredPort()
    {
        await using var dns = new VirtualDns(static options => options.Port = 8080);
        dns.Zone.Set(Zone.A("orders.test", "10.0.0.2"), Zone.A("orders.test", "10.0.0.1"));

        Assert.Equal(["10.0.0.1:8080 1/0", "10.0.0.2:8080 1/0"], await dns.Watch("orders.test").NextLinesAsync());
        Assert.Equal(["Srv _http._tcp.orders.test", "A orders.test"], dns.Asked);
    }

    [Theory]
    [InlineData(DnsAddressFamily.PreferIPv4, "10.0.0.1:80")]
    [InlineData(DnsAddressFamily.IPv4, "10.0.0.1:80")]
    [InlineData(DnsAddressFamily.PreferIPv6, "[fd00::1]:80")]
    [InlineData(DnsAddressFamily.IPv6, "[fd00::1]:80")]
    public async Task Watch_DualStack_IsOneEndpointOfThePreferredFamily(DnsAddressFamily family, string expected)
    {
        await using var dns = new VirtualDns(options => options.AddressFamily = family);
        dns.Zone.Set(Zone.A("orders.test", "10.0.0.1"), Zone.A("orders.test", "fd00::1"));

        Assert.Equal(expected, Assert.Single((await dns.Watch("orders.test").NextAsync<Resolution.Resolved>()).Endpoints).Address.Authority);
    }

    [Theory]
    [InlineData(DnsAddressFamily.PreferIPv4, "fd00::1", true)]
    [InlineData(DnsAddressFamily.PreferIPv6, "10.0.0.1", true)]
    [InlineData(DnsAddressFamily.IPv4, "fd00::1", false)]
    [InlineData(DnsAddressFamily.IPv6, "10.0.0.1", false)]
    public async Task Watch_OnlyTheOtherFamily_CountsWhenItMay(DnsAddressFamily family, string address, bool found)
    {
        await using var dns = new VirtualDns(options => options.AddressFamily = family);
        dns.Zone.Set(Zone.A("orders.test", address));

        Assert.Equal(found, await dns.Watch("orders.test").NextAsync() is Resolution.Resolved);
    }

    [Fact]
    public async Task Watch_NamedPort_NeedsAnSrvRecord()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(Zone.A("orders.test", "10.0.0.1"));
        var watch = dns.Watch("_grpc.orders.test");

        var reason = Assert.IsType<Resolution.NotFound>(await watch.NextAsync()).Reason;
        Assert.Equal("there is no SRV of _grpc._tcp.orders.test; the port can only be learned from an SRV record", reason);

        dns.Zone.Add(Zone.Srv("_grpc._tcp.orders.test", "orders.test", 9090));
        Assert.Equal(["10.0.0.1:9090 1/0"], await watch.NextLinesAsync());
    }

    [Theory]
    [InlineData("_grpc._tcp.orders.test", "_grpc._tcp.orders.test")]
    [InlineData("_grpc._udp.orders.test", "_grpc._udp.orders.test")]
    public async Task Watch_WholeSrvName_IsAskedAsItIs(string service, string asked)
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(Zone.Srv(asked, "h1.test", 9090), Zone.A("h1.test", "10.0.0.1"));

        Assert.Equal(["10.0.0.1:9090 1/0"], await dns.Watch(service).NextLinesAsync());
    }

    [Fact]
    public async Task Watch_RecordsSrv_AsksTheNameItselfAsConsulWants()
    {
        await using var dns = new VirtualDns(static options => options.Records = DnsRecords.Srv);
        dns.Zone.Set(Zone.Srv("web.service.consul", "7f000001.addr.consul", 9001, 1, 1), Zone.A("7f000001.addr.consul", "127.0.0.1"));

        Assert.Equal(["127.0.0.1:9001 1/1"], await dns.Watch("web.service.consul").NextLinesAsync());
        Assert.Equal(["Srv web.service.consul"], dns.Asked);
    }

    [Fact]
    public async Task Watch_RecordsAddress_AsksForNoSrv()
    {
        await using var dns = new VirtualDns(static options => options.Records = DnsRecords.Address);
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test", 9090), Zone.A("orders.test", "10.0.0.1"));

        Assert.Equal(["10.0.0.1:80 1/0"], await dns.Watch("orders.test").NextLinesAsync());
    }

    [Fact]
    public async Task Watch_ShortNameInAPod_IsFoundByTheSearchDomains()
    {
        await using var dns = new VirtualDns(static options =>
        {
            options.SearchDomains.Add("shop.svc.cluster.local");
            options.SearchDomains.Add("svc.cluster.local");
            options.Ndots = 5;
        });
        const string Headless = "orders.shop.svc.cluster.local";
        dns.Zone.Set(
            Zone.Srv($"_http._tcp.{Headless}", $"10-0-0-1.{Headless}", 8080, 0, 50, 5), Zone.Srv($"_http._tcp.{Headless}", $"10-0-0-2.{Headless}", 8080, 0, 50, 5),
            Zone.A($"10-0-0-1.{Headless}", "10.0.0.1", 5), Zone.A($"10-0-0-2.{Headless}", "10.0.0.2", 5));

        Assert.Equal(["10.0.0.1:8080 50/0", "10.0.0.2:8080 50/0"], await dns.Watch("orders").NextLinesAsync());
        Assert.Equal([$"Srv _http._tcp.{Headless}"], dns.Asked);
        Assert.Equal(2, (await dns.Watch("orders.shop").NextLinesAsync()).Length);
        Assert.Equal(2, (await dns.Watch(Headless).NextLinesAsync()).Length);
    }

    [Fact]
    public async Task Watch_EarlierCompletionCannotBeAsked_NothingElseIsTaken()
    {
        await using var dns = new VirtualDns(static options =>
        {
            options.SearchDomains.Add("near.test");
            options.SearchDomains.Add("far.test");
        });
        dns.Zone.Set(Zone.A("orders.far.test", "10.9.0.1"));
        dns.Transport.Next = ZoneTransport.Refuse;
        dns.Transport.Servers[new(System.Net.IPAddress.Parse("192.0.2.1"), 53)] = null;

        Assert.IsType<Resolution.Failed>(await dns.Watch("orders").NextAsync());
    }

    [Fact]
    public async Task Watch_TargetsWithoutAdditional_AreAskedAndFollowAliases()
    {
        await using var dns = new VirtualDns();
        dns.Zone.GivesAdditional = false;
        dns.Zone.Set(
            Zone.Srv("_http._tcp.orders.test", "alias.test", 8001), Zone.Srv("_http._tcp.orders.test", "six.test", 8002), Zone.Srv("_http._tcp.orders.test", "gone.test", 8003),
            Zone.CName("alias.test", "h1.test"), Zone.A("h1.test", "10.0.0.1"), Zone.A("six.test", "fd00::6"));

        var answer = await dns.Watch("orders.test").NextAsync<Resolution.Resolved>();

        Assert.Equal(["10.0.0.1:8001", "[fd00::6]:8002"], answer.Endpoints.Select(static one => one.Address.Authority));
        Assert.Equal("'orders.test': the SRV target 'gone.test' has no address; it is left out", Assert.Single(answer.Problems));
    }

    [Fact]
    public async Task Watch_AliasLoop_FailsAndSaysSo()
    {
        await using var dns = new VirtualDns(static options => options.Records = DnsRecords.Address);
        dns.Zone.Set(Zone.CName("orders.test", "b.test"), Zone.CName("b.test", "orders.test"));

        Assert.Contains("aliases (CNAME) follow one another", Assert.IsType<Resolution.Failed>(await dns.Watch("orders.test").NextAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_RootTarget_IsDecidedlyNotFound()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "", 0), Zone.A("orders.test", "10.0.0.1"));

        Assert.Contains("decidedly", Assert.IsType<Resolution.NotFound>(await dns.Watch("orders.test").NextAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ImpossibleRecords_AreNamedAndTheRestServes()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(
            Zone.Srv("_http._tcp.orders.test", "h1.test", 8001), Zone.Srv("_http._tcp.orders.test", "h1.test", 0), Zone.Srv("_http._tcp.orders.test", "any.test", 8002),
            Zone.Srv("_http._tcp.orders.test", "", 8003), Zone.Srv("_http._tcp.orders.test", "many.test", 8004),
            Zone.A("h1.test", "10.0.0.1"), Zone.A("any.test", "0.0.0.0"), Zone.A("many.test", "224.0.0.1"));

        var answer = await dns.Watch("orders.test").NextAsync<Resolution.Resolved>();

        Assert.Equal("10.0.0.1:8001", Assert.Single(answer.Endpoints).Address.Authority);
        Assert.Equal(
            [
                "'orders.test': the SRV record of port 8003 has the target '', which is not the name of a host; it is left out",
                "'orders.test': the SRV record of target 'h1.test' has the port 0; it is left out",
                "'orders.test': the host 'any.test' has the address 0.0.0.0, on which one listens but which cannot be called; it is left out",
                "'orders.test': the host 'many.test' has the address 224.0.0.1, which is that of a group and not of a host; it is left out",
            ],
            answer.Problems);
    }

    [Fact]
    public async Task Watch_NoUsableRecordAtAll_IsAnEmptyListToBeDisputedAndNotNotFound()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(Zone.Srv("_http._tcp.orders.test", "h1.test", 0));

        var answer = await dns.Watch("orders.test").NextAsync<Resolution.Resolved>();

        Assert.Empty(answer.Endpoints);
        Assert.Single(answer.Problems);
    }

    [Fact]
    public async Task Watch_ZeroWeights_GetASmallShare()
    {
        await using var dns = new VirtualDns();
        dns.Zone.Set(
            Zone.Srv("_http._tcp.orders.test", "h1.test", 1, 0, 0), Zone.Srv("_http._tcp.orders.test", "h1.test", 2, 0, 3),
            Zone.Srv("_http._tcp.orders.test", "h1.test", 3, 1, 0), Zone.Srv("_http._tcp.orders.test", "h1.test", 4, 1, 0),
            Zone.Srv("_http._tcp.orders.test", "h1.test", 5, 2, 0), Zone.Srv("_http._tcp.orders.test", "h1.test", 6, 2, 65535), Zone.A("h1.test", "10.0.0.1"));

        Assert.Equal(
            ["10.0.0.1:1 1/0", "10.0.0.1:2 300/0", "10.0.0.1:3 1/1", "10.0.0.1:4 1/1", "10.0.0.1:5 1/2", "10.0.0.1:6 983025/2"], await dns.Watch("orders.test").NextLinesAsync());
    }

    [Fact]
    public async Task Watch_NamesBoundToLocalities_AreOneListWithZones()
    {
        await using var dns = new VirtualDns(TwoZones);
        dns.Zone.Set(Zone.A("orders.zone-a.test", "10.1.0.1"), Zone.Srv("_http._tcp.orders.zone-b.test", "b1.test", 8002), Zone.A("b1.test", "10.2.0.1"));

        var answer = await dns.Watch("orders").NextAsync<Resolution.Resolved>();

        Assert.Equal([new Locality("eu", "a"), new Locality("eu", "b")], answer.Endpoints.Select(static one => one.Locality));
        Assert.Equal(["10.1.0.1:8080", "10.2.0.1:8002"], answer.Endpoints.Select(static one => one.Address.Authority));
    }

    [Fact]
    public async Task Watch_OneZonesNameGoesAway_TheOtherServes()
    {
        await using var dns = new VirtualDns(TwoZones);
        dns.Zone.Set(Zone.A("orders.zone-a.test", "10.1.0.1"), Zone.A("orders.zone-b.test", "10.2.0.1"));
        var watch = dns.Watch("orders");
        Assert.Equal(2, (await watch.NextAsync<Resolution.Resolved>()).Endpoints.Length);

        dns.Zone.Set(Zone.A("orders.zone-b.test", "10.2.0.1"));

        var answer = await watch.NextAsync<Resolution.Resolved>();
        Assert.Equal("10.2.0.1", Assert.Single(answer.Endpoints).Address.Host);
        Assert.Contains("'orders.zone-a.test' (eu/a): there is no SRV", Assert.Single(answer.Problems), StringComparison.Ordinal);

        dns.Zone.Set();
        Assert.IsType<Resolution.NotFound>(await watch.NextAsync<Resolution.NotFound>());
    }

    [Fact]
    public async Task Watch_FailsAndRecovers_LogsEachChangeOnce()
    {
        var log = new ListLogger<DnsResolver>();
        await using var dns = new VirtualDns(log: log);
        dns.Zone.Set(Zone.A("orders.test", "10.0.0.1"));
        var watch = dns.Watch("orders.test");
        await watch.NextAsync<Resolution.Resolved>();

        dns.Zone.Code = DnsResponseCode.Refused;
        await watch.NextAsync<Resolution.Failed>();
        Assert.Contains("192.0.2.1:53 says REFUSED", (await watch.NextAsync<Resolution.Failed>()).Reason, StringComparison.Ordinal);
        dns.Zone.Code = DnsResponseCode.NoError;
        await watch.NextAsync<Resolution.Resolved>();

        Assert.Equal([LogLevel.Warning, LogLevel.Information], log.Entries.Select(static entry => entry.Level));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("a..b")]
    public async Task Watch_NoNameOfDns_IsNotFoundWithoutAQuestion(string service)
    {
        await using var dns = new VirtualDns();

        Assert.IsType<Resolution.NotFound>(await dns.Watch(service).NextAsync());
        Assert.Empty(dns.Asked);
    }

    private static void TwoZones(DnsOptions options) => options.Services["orders"] = new()
    {
        Port = 8080,
        Names = { new() { Name = "orders.zone-a.test", Region = "eu", Zone = "a" }, new() { Name = "orders.zone-b.test", Region = "eu", Zone = "b" } },
    };
}
