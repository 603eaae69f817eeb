using System.Net.Http.Json;

namespace ClientFailover.Http.Tests;

public sealed class ReplaySafetyTests
{
    [Theory]
    [InlineData("GET", RetrySuppression.None)]
    [InlineData("HEAD", RetrySuppression.None)]
    [InlineData("OPTIONS", RetrySuppression.None)]
    [InlineData("PUT", RetrySuppression.None)]
    [InlineData("DELETE", RetrySuppression.None)]
    [InlineData("POST", RetrySuppression.NotIdempotent)]
    [InlineData("PATCH", RetrySuppression.NotIdempotent)]
    [InlineData("CONNECT", RetrySuppression.NotIdempotent)]
    public void Check_Method_IsRepeatedWhenIdempotent(string method, RetrySuppression expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://orders/");

        Assert.Equal(expected, ReplaySafety.Check(request, OutcomeKind.ServerError));
        Assert.Equal(RetrySuppression.None, ReplaySafety.Check(request, OutcomeKind.ConnectFailed)); // it never left
    }

    [Fact]
    public void Check_Option_OverridesTheMethod()
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, "http://orders/");
        post.Options.Set(FailoverRequestOptions.IsIdempotent, true);
        using var get = new HttpRequestMessage(HttpMethod.Get, "http://orders/");
        get.Options.Set(FailoverRequestOptions.IsIdempotent, false);

        Assert.Equal(RetrySuppression.None, ReplaySafety.Check(post, OutcomeKind.TimedOut));
        Assert.Equal(RetrySuppression.NotIdempotent, ReplaySafety.Check(get, OutcomeKind.TimedOut));
    }

    [Fact]
    public void Check_Body_IsSentAgainOnlyFromMemory()
    {
        Assert.Equal(RetrySuppression.None, CheckPut(new ByteArrayContent([1])));
        Assert.Equal(RetrySuppression.None, CheckPut(new StringContent("x")));
        Assert.Equal(RetrySuppression.None, CheckPut(new FormUrlEncodedContent([])));
        Assert.Equal(RetrySuppression.None, CheckPut(new ReadOnlyMemoryContent(new byte[1])));
        Assert.Equal(RetrySuppression.None, CheckPut(JsonContent.Create(new[] { 1 })));
        Assert.Equal(RetrySuppression.BodyNotReplayable, CheckPut(new StreamContent(new MemoryStream())));
    }

    private static RetrySuppression CheckPut(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://orders/") { Content = content };
        return ReplaySafety.Check(request, OutcomeKind.ConnectionLost);
    }
}
