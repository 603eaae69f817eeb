namespace ClientFailover.Tests;

public sealed class ServiceNameTests
{
    [Theory]
    [InlineData("orders", "orders", "")]
    [InlineData("Orders.Shop.", "orders.shop", "")]
    [InlineData("_grpc.orders", "orders", "grpc")]
    [InlineData("_gRPC.orders.shop", "orders.shop", "grpc")]
    public void Parse_Host_GivesNameAndPortName(string text, string name, string port)
    {
        var service = ServiceName.Parse(text);

        Assert.Equal((name, port), (service.Name, service.PortName));
        Assert.Equal(service, ServiceName.Parse(service.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("_.orders")]
    [InlineData("_grpc")]
    [InlineData("_grpc.")]
    [InlineData("or ders")]
    [InlineData("orders:80")]
    public void Parse_NoName_Throws(string text) => Assert.Throws<FormatException>(() => ServiceName.Parse(text));

    [Fact]
    public void Schemes_SeveralJoined_AreInOrder() => Assert.Equal(["https", "http"], ServiceName.Schemes("https+http"));
}
