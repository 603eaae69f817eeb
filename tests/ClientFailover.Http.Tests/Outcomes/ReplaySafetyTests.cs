using System.Net.Http.Json;

namespace ClientFailover.Http.Tests;

public sealed class ReplaySafetyTests
{
    private static readonly AttemptPolicy Policy = AttemptPolicy.Default;
    private static readonly RequestBody InMemory = new(CanBeReadAgain: true, Factory: null);
    private static readonly CallOutcome Failed = new(OutcomeKind.ServerError, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", Repeatability.Safe)]
    [InlineData("HEAD", Repeatability.Safe)]
    [InlineData("OPTIONS", Repeatability.Safe)]
    [InlineData("TRACE", Repeatability.Safe)]
    [InlineData("PUT", Repeatability.Idempotent)]
    [InlineData("DELETE", Repeatability.Idempotent)]
    [InlineData("POST", Repeatability.Once)]
    [InlineData("PATCH", Repeatability.Once)]
    [InlineData("CONNECT", Repeatability.Once)]
    [InlineData("PROPFIND", Repeatability.Once)]
    public void Of_Method_DecidesByItself(string method, Repeatability expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://orders/");

        Assert.Equal(expected, ReplaySafety.Of(request, Policy));
        Assert.Equal(expected == Repeatability.Once ? RetrySuppression.NotIdempotent : RetrySuppression.None, ReplaySafety.Check(request, Policy, InMemory, Failed));
    }

    [Theory]
    [InlineData("POST", Repeatability.Idempotent)]
    [InlineData("PATCH", Repeatability.Idempotent)]
    [InlineData("CONNECT", Repeatability.Once)] // opens a tunnel, whatever it carries
    [InlineData("GET", Repeatability.Safe)]
    public void Of_IdempotencyKey_MakesRepeatable(string method, Repeatability expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://orders/") { Headers = { { "idempotency-key", "8e03978e" } } };

        Assert.Equal(expected, ReplaySafety.Of(request, Policy));
    }

    [Fact]
    public void Of_Option_OverridesAllElse()
    {
        var policy = Policy with { Routes = [new(null, null, Repeatability.Safe)] };
        using var post = new HttpRequestMessage(HttpMethod.Post, "http://orders/");
        post.Options.Set(FailoverRequestOptions.IsIdempotent, true);
        using var get = new HttpRequestMessage(HttpMethod.Get, "http://orders/") { Headers = { { "Idempotency-Key", "1" } } };
        get.Options.Set(FailoverRequestOptions.IsIdempotent, false);

        Assert.Equal(Repeatability.Idempotent, ReplaySafety.Of(post, Policy));
        Assert.Equal(Repeatability.Once, ReplaySafety.Of(get, policy));
    }

    [Fact]
    public void Of_Route_OverridesMethodAndKey()
    {
        var policy = Policy with { Routes = [new("POST", "/search", Repeatability.Safe), new(null, "/legacy/*", Repeatability.Once), new("DELETE", null, Repeatability.Once)] };

        Assert.Equal(Repeatability.Safe, Of("POST", "/search?q=1"));
        Assert.Equal(Repeatability.Once, Of("POST", "/search/more"));
        Assert.Equal(Repeatability.Once, Of("GET", "/legacy/a/b"));
        Assert.Equal(Repeatability.Safe, Of("GET", "/legacy"));
        Assert.Equal(Repeatability.Once, Of("DELETE", "/x"));
        Assert.Equal(Repeatability.Once, Of("POST", "/legacy/x", ("Idempotency-Key", "1")));

        Repeatability Of(string method, string path, (string, string)? header = null)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"http://orders{path}");
            if (header is var (name, value))
            {
                request.Headers.Add(name, value);
            }

            return ReplaySafety.Of(request, policy);
        }
    }

    [Fact]
    public void Of_Upgrade_IsNotMadeTwiceAtOnce()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/") { Headers = { { "Connection", "Upgrade" }, { "Upgrade", "websocket" } } };

        Assert.Equal(Repeatability.Idempotent, ReplaySafety.Of(request, Policy));
    }

    [Fact]
    public void Check_NeverProcessed_IsRepeatedWhateverTheMethod()
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, "http://orders/");

        Assert.Equal(RetrySuppression.None, ReplaySafety.Check(post, Policy, InMemory, new(OutcomeKind.Refused, TimeSpan.Zero)));
        Assert.Equal(RetrySuppression.None, ReplaySafety.Check(post, Policy, body: default, new(OutcomeKind.ConnectFailed, TimeSpan.Zero))); // its body was not read
        Assert.Equal(RetrySuppression.BodyNotReplayable, ReplaySafety.Check(post, Policy, body: default, new(OutcomeKind.Refused, TimeSpan.Zero))); // HTTP/2 sends it with the headers
    }

    [Fact]
    public void Body_InMemory_IsSentAgain()
    {
        AssertInMemory(null);
        AssertInMemory(new ByteArrayContent([1]));
        AssertInMemory(new StringContent("x"));
        AssertInMemory(new FormUrlEncodedContent([]));
        AssertInMemory(new ReadOnlyMemoryContent(new byte[1]));
        AssertInMemory(JsonContent.Create(new[] { 1 }));
    }

    [Theory]
    [InlineData("PUT", 65_536, true, false)]
    [InlineData("PUT", 65_537, false, false)]
    [InlineData("PUT", null, false, true)] // of unknown length: it may go on while the answer is read, and is kept while it is sent
    [InlineData("POST", 1, false, false)] // it would not be sent again anyway
    [InlineData("POST", null, false, false)]
    public void Body_Stream_IsReadOrKeptWhenSmallAndRepeatable(string method, int? length, bool isRead, bool isKept)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://orders/") { Content = new StreamContent(new MemoryStream(new byte[length ?? 1])) };
        request.Content.Headers.ContentLength = length;
        if (length is null)
        {
            request.Content = new StreamContent(new Endless());
        }

        var body = RequestBody.Of(request, Policy, isGrpc: false, out var wantsReading);

        Assert.Equal((isRead, isKept), (wantsReading, body.CanBeSentAgain));
    }

    private static void AssertInMemory(HttpContent? content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://orders/") { Content = content };

        Assert.True(RequestBody.Of(request, Policy, isGrpc: false, out var wantsReading).CanBeSentAgain);
        Assert.False(wantsReading);
    }

    private sealed class Endless : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
