using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>The same zone, served by programs that differ in what they truncate, send along and say of what is not there.</summary>
[Collection(RealDnsCollection.Name)]
public sealed class EveryServerTests
{
    [Theory]
    [InlineData("named")]
    [InlineData("knot")]
    [InlineData("dnsmasq")]
    public async Task Watch_TheZone_IsTheSameFromEveryServer(string kind)
    {
        await using var server = await NamedFixture.StartAsync(kind);
        foreach (var configure in (Action<DnsOptions>[])[static _ => { }, static options => options.UdpSize = 0, static options => options.UseTcp = true, static options => options.RandomizeCase = true])
        {
            await using var resolver = new DnsResolver(Settings.Short(server.Address.ToString(), configure));
            await using var web = new Watched(resolver, "web.test.example");
            await using var big = new Watched(resolver, "big.test.example");
            await using var alias = new Watched(resolver, "alias.test.example");
            await using var nobody = new Watched(resolver, "nobody.test.example");

            Assert.Equal(["10.0.1.1:8001 60/10", "10.0.1.2:8002 40/10", "10.0.1.3:8003 1/20"], await web.NextLinesAsync());
            Assert.Equal(90, (await big.NextLinesAsync()).Length); // does not fit into a datagram
            Assert.Equal(["10.0.0.1:80 1/0"], await alias.NextLinesAsync());
            Assert.StartsWith("there is no SRV of _http._tcp.nobody.test.example", (await nobody.NextAsync<Resolution.NotFound>()).Reason, StringComparison.Ordinal);
        }
    }
}
