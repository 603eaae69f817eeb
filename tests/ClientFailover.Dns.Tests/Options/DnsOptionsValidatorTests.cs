using Microsoft.Extensions.Options;

namespace ClientFailover.Dns.Tests;

public sealed class DnsOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_AreValid() => Assert.Empty(DnsOptionsValidator.Problems(new DnsOptions()));

    [Fact]
    public void Validate_ManyMistakes_AllAreNamedAtOnceWithValueAndRemedy()
    {
        var options = new DnsOptions
        {
            Servers = { "dns.example", "10.0.0.1:0", "10.0.0.1" },
            SearchDomains = { "a..b" },
            Ndots = 16,
            ResolvConf = " ",
            Timeout = TimeSpan.Zero,
            Attempts = 0,
            UdpSize = 100,
            Records = (DnsRecords)9,
            PortName = "a.b",
            Port = 70_000,
            AddressFamily = (DnsAddressFamily)9,
            MinRefresh = TimeSpan.FromSeconds(10),
            MaxRefresh = TimeSpan.FromSeconds(1),
            BackoffBase = TimeSpan.FromSeconds(10),
            BackoffMax = TimeSpan.FromSeconds(1),
            Services =
            {
                ["or ders"] = new(),
                ["orders"] = new() { Port = 0, PortName = "", Records = (DnsRecords)9, Names = { new(), new() { Name = "x.test" }, new() { Name = "X.test" } } },
            },
        };

        Assert.Equal(
            [
                "LocalityFailover:Dns:Servers:0 is 'dns.example'; write an IP address, with or without a port, such as 10.0.0.10 or [fd00::a]:53",
                "LocalityFailover:Dns:Servers:1 is '10.0.0.1:0'; write an IP address, with or without a port, such as 10.0.0.10 or [fd00::a]:53",
                "LocalityFailover:Dns:SearchDomains:0 is 'a..b'; write a domain, such as shop.svc.cluster.local",
                "LocalityFailover:Dns:Ndots is 16; write a number from 0 to 15",
                "LocalityFailover:Dns:ResolvConf is ' '; write the path of a file, such as /etc/resolv.conf",
                "LocalityFailover:Dns:Attempts is 0; write a number from 1 to 5",
                "LocalityFailover:Dns:UdpSize is 100; write a number of bytes from 512 to 4096, or 0",
                "LocalityFailover:Dns:Port is 70000; write a port from 1 to 65535",
                "LocalityFailover:Dns:PortName is 'a.b'; write the name of a port without the underscore, such as http",
                "LocalityFailover:Dns:Records is 9; write Auto or Srv or Address",
                "LocalityFailover:Dns:AddressFamily is 9; write PreferIPv4 or PreferIPv6 or IPv4 or IPv6",
                "LocalityFailover:Dns:Timeout is 00:00:00; write a time from 00:00:00.0100000 to 00:00:30",
                "LocalityFailover:Dns:MaxRefresh is 00:00:01, less than MinRefresh (00:00:10); write a time that is not less",
                "LocalityFailover:Dns:BackoffMax is 00:00:01, less than BackoffBase (00:00:10); write a time that is not less",
                "LocalityFailover:Dns:Services:or ders is not the name of a service; write a host such as orders, orders.shop or _grpc.orders",
                "LocalityFailover:Dns:Services:orders:Port is 0; write a port from 1 to 65535",
                "LocalityFailover:Dns:Services:orders:PortName is ''; write the name of a port without the underscore, such as http",
                "LocalityFailover:Dns:Services:orders:Records is 9; write Auto or Srv or Address",
                "LocalityFailover:Dns:Services:orders:Names:0:Name is ''; write a name of DNS, such as orders.zone-a.example",
                "LocalityFailover:Dns:Services:orders:Names:2:Name is 'X.test' a second time; remove it",
            ],
            DnsOptionsValidator.Problems(options));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1:53")]
    [InlineData("10.0.0.1:5353", "10.0.0.1:5353")]
    [InlineData("fd00::a", "[fd00::a]:53")]
    [InlineData("[fd00::a]", "[fd00::a]:53")]
    [InlineData("[fd00::a]:5353", "[fd00::a]:5353")]
    [InlineData("fd00::0", "[fd00::]:53")]
    public void ParseServer_Addresses_AreRead(string text, string expected) => Assert.Equal(expected, DnsServerAddress.Parse(text).ToString());

    [Theory]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("localhost")]
    [InlineData("10.0.0.1:70000")]
    [InlineData("[fd00::a]:0")]
    [InlineData("")]
    public void ParseServer_OtherTexts_AreRefused(string text) => Assert.False(DnsServerAddress.TryParse(text, out _));

    [Fact]
    public void Resolver_InvalidOptions_ThrowsAllMistakes() =>
        Assert.Equal(2, Assert.Throws<OptionsValidationException>(static () => new DnsResolver(new DnsOptions { Port = 0, Attempts = 9 })).Failures.Count());
}
