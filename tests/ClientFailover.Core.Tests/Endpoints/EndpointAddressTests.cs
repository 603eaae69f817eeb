using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("10.0.0.5:8080", "10.0.0.5", 8080, null)]
    [InlineData("http://10.0.0.5:8080", "10.0.0.5", 8080, "http")]
    [InlineData("HTTPS://Orders.example:443/", "Orders.example", 443, "https")]
    [InlineData("[::1]:80", "::1", 80, null)]
    [InlineData("http://[fe80::1]:8080", "fe80::1", 8080, "http")]
    [InlineData(" 10.0.0.5:1 ", "10.0.0.5", 1, null)]
    public void Parse_Address_GivesItsParts(string text, string host, int port, string? scheme)
    {
        var address = EndpointAddress.Parse(text);

        Assert.Equal((host, port, scheme), (address.Host, address.Port, address.Scheme));
    }

    [Theory]
    [InlineData("", "has no port")]
    [InlineData("10.0.0.5", "write 10.0.0.5:port")]
    [InlineData("http://orders", "write http://orders:port")]
    [InlineData("10.0.0.5:0", "from 1 to 65535")]
    [InlineData("10.0.0.5:70000", "from 1 to 65535")]
    [InlineData("10.0.0.5:-1", "from 1 to 65535")]
    [InlineData("10.0.0.5:http", "from 1 to 65535")]
    [InlineData("::1:80", "write [address]:port")]
    [InlineData("http://10.0.0.5:80/path", "has a path")]
    [InlineData("://10.0.0.5:80", "no valid scheme")]
    [InlineData("a b:80", "neither an IP address nor a host name")]
    public void Parse_NoAddress_SaysWhatToWrite(string text, string remedy) =>
        Assert.Contains(remedy, Assert.Throws<FormatException>(() => EndpointAddress.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_Null_IsRefused() => Assert.False(EndpointAddress.TryParse(null, out _, out _));

    [Fact]
    public void Parse_WhatToStringWrites_IsTheSameAddress() =>
        Prop.ForAll<byte, ushort, bool>((last, port, secure) =>
        {
            var address = new EndpointAddress($"10.0.0.{last}", Math.Max(1, (int)port), secure ? "https" : null);
            return EndpointAddress.Parse(address.ToString()).Equals(address);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equals_HostInAnotherCase_IsTheSame() =>
        Assert.Equal((true, true), (new EndpointAddress("Orders", 80).Equals(new EndpointAddress("orders", 80)), new EndpointAddress("Orders", 80).GetHashCode() == new EndpointAddress("orders", 80).GetHashCode()));

    [Theory]
    [InlineData("10.0.0.5", null)]
    [InlineData("::ffff:10.0.0.5", null)]
    [InlineData("192.168.0.1", "lies outside AllowedNetworks (10.0.0.0/8)")]
    [InlineData("orders.example", "is a host name")]
    public void AddressGuard_Networks_RefuseWhatLiesOutside(string host, string? problem)
    {
        var found = AddressGuard.Problem(new(new(host, 80)), [System.Net.IPNetwork.Parse("10.0.0.0/8")]);

        if (problem is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(problem, found, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(Endpoint.MaxWeight + 1)]
    public void Weight_OutOfRange_Throws(int weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Endpoint(new("10.0.0.1", 80)) { Weight = weight });
}
