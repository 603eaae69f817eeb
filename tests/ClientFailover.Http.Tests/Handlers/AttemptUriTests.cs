namespace ClientFailover.Http.Tests;

public sealed class AttemptUriTests
{
    [Theory]
    [InlineData("http://orders", "10.0.0.5:8080", "http://10.0.0.5:8080/")]
    [InlineData("http://orders/a/b?c=d%20e&f=%2F", "10.0.0.5:8080", "http://10.0.0.5:8080/a/b?c=d%20e&f=%2F")]
    [InlineData("http://orders?x=1", "10.0.0.5:8080", "http://10.0.0.5:8080/?x=1")]
    [InlineData("https://orders/x", "10.0.0.5:8080", "https://10.0.0.5:8080/x")]
    [InlineData("HTTP://Orders:81/a b/../c?d e#f", "10.0.0.5:8080", "http://10.0.0.5:8080/c?d%20e#f")]
    [InlineData("  http://orders/x", "10.0.0.5:8080", "http://10.0.0.5:8080/x")]
    [InlineData("http://user@orders/x", "10.0.0.5:8080", "http://10.0.0.5:8080/x")]
    [InlineData("http://orders/x", "https://10.0.0.5:8443", "https://10.0.0.5:8443/x")]
    [InlineData("http://orders/x\\y", "10.0.0.5:8080", "http://10.0.0.5:8080/x/y")]
    [InlineData("http://orders/x", "[::1]:80", "http://[::1]/x")]
    [InlineData("https+http://orders/x", "10.0.0.5:8080", "https://10.0.0.5:8080/x")]
    [InlineData("https+http://orders/x", "http://10.0.0.5:8080", "http://10.0.0.5:8080/x")]
    [InlineData("ws://orders/x", "http://10.0.0.5:8080", "ws://10.0.0.5:8080/x")]
    [InlineData("ws://orders/x", "https://10.0.0.5:8080", "wss://10.0.0.5:8080/x")]
    [InlineData("wss://orders/x", "https://10.0.0.5:8080", "wss://10.0.0.5:8080/x")]
    [InlineData("https+http://_grpc.orders/x", "http://10.0.0.5:8080", "http://10.0.0.5:8080/x")]
    public void To_Endpoint_KeepsPathAndQuery(string service, string address, string expected)
    {
        var uri = AttemptUri.To(new(EndpointAddress.Parse(address)), new(service), null!);

        Assert.Equal(expected, uri.AbsoluteUri);
        Assert.Equal(new Uri(service), uri.Service);
    }

    [Fact]
    public void To_PlainEndpointForASecureCall_IsRefused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => AttemptUri.To(new(EndpointAddress.Parse("http://10.0.0.5:80")), new("https://orders/"), null!));

        Assert.Contains("https+http://orders", error.Message, StringComparison.Ordinal);
    }
}
