namespace ClientFailover.Http.Tests;

public sealed class GrpcCallTests
{
    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("application/grpc+proto", true)]
    [InlineData("application/grpc; charset=utf-8", true)]
    [InlineData("Application/GRPC+json", true)]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/grpc-web+proto", false)]
    [InlineData("application/json", false)]
    [InlineData("rubbish", false)]
    public void IsGrpc_ContentType_Decides(string type, bool expected)
    {
        using var content = new ByteArrayContent([]);
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(expected, GrpcCall.IsGrpc(content));
    }

    [Fact]
    public void Of_OtherRequests_CostsNothing()
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, "http://orders/");
        using var post = new HttpRequestMessage(HttpMethod.Post, "http://orders/") { Content = new StringContent("x") };
        Assert.Null(GrpcCall.Of(post)); // compiled
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(GrpcCall.Of(get));
        Assert.Null(GrpcCall.Of(post));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
