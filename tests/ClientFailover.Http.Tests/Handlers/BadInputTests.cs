using System.Net;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

/// <summary>What is wrong with a request, or with a handler below, gets a clear error, and leaves nothing in flight.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("ftp://orders/x")]
    [InlineData("https+ftp://orders/x")]
    [InlineData("gopher://orders/")]
    public async Task Send_UnknownScheme_NamesTheOnesThereAre(string address)
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Ok);
        using var invoker = new HttpMessageInvoker(fleet.Pools.CreateHandler(fleet.Transport));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        var error = await Assert.ThrowsAsync<NotSupportedException>(() => invoker.SendAsync(request, default));

        Assert.Contains("https+http", error.Message, StringComparison.Ordinal);
        Assert.Empty(fleet.Transport.Attempts);
    }

    [Fact]
    public async Task Send_ServiceNameWithAPort_GoesToTheEndpointsOwnPortAndKeepsTheHost()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Ok);

        using var response = await fleet.Client.GetAsync(new Uri("http://orders:8443/x"));

        var attempt = Assert.Single(fleet.Transport.Attempts);
        Assert.Equal(("10.0.0.1:80", "orders:8443"), (attempt.Authority, attempt.Host));
        Assert.Equal("orders", response.GetFailoverTrace()!.Service.Name);
    }

    [Theory]
    [InlineData("CONNECT", false, 1)]
    [InlineData("GET", true, 2)] // the handshake of a web socket may go elsewhere while there is no session
    public async Task Send_TunnelOrUpgradeAnswered503_IsRepeatedOnlyWhenNothingWasOpened(string method, bool upgrades, int attempts)
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.On(0, Answer(HttpStatusCode.ServiceUnavailable));
        fleet.On(1, Ok);
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://orders/");
        request.Headers.Add("Idempotency-Key", "1");
        if (upgrades)
        {
            request.Headers.Add("Connection", "Upgrade");
            request.Headers.Add("Upgrade", "websocket");
        }

        using var _ = await fleet.Client.SendAsync(request);

        Assert.Equal(attempts, fleet.Transport.Attempts.Length);
    }

    public static TheoryData<string, Type> BadHandlers => new()
    {
        { "throws", typeof(FormatException) },
        { "no task", typeof(InvalidOperationException) },
        { "no response", typeof(InvalidOperationException) },
        { "no response later", typeof(InvalidOperationException) },
    };

    [Theory]
    [MemberData(nameof(BadHandlers))]
    public async Task Send_HandlerBelowIsBroken_ErrorComesOutAndNothingIsLeft(string fault, Type expected)
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        using var invoker = new HttpMessageInvoker(fleet.Pools.CreateHandler(new BrokenHandler(fault)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/");

        var error = await Record.ExceptionAsync(() => invoker.SendAsync(request, default));

        Assert.IsType(expected, error);
        Assert.All(fleet.Pool.Plan.Tiers[0].Members, member => Assert.Equal((0, 0), (member.Stats.InFlight, member.Stats.Runs.Failures)));
        Assert.Equal("http://orders/", request.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Send_ResponseWithoutARequest_HasATraceAllTheSame()
    {
        await using var fleet = new ScriptedFleet("z1");
        using var invoker = new HttpMessageInvoker(fleet.Pools.CreateHandler(new BrokenHandler("no request")));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/");

        using var response = await invoker.SendAsync(request, default);

        Assert.Equal(1, response.GetFailoverTrace()!.AttemptCount);
    }

    [Fact]
    public async Task Send_ContentThrowsHalfWay_IsTheCallersFault()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"));
        using var content = new StreamContent(new OneWayStream(200_000, knowsLength: true) { FailsAt = 100_000 });

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => fleet.Client.PutAsync(new Uri("/x", UriKind.Relative), content));

        Assert.Equal("The source is broken.", error.InnerException!.Message);
        Assert.All(fleet.Pool.Plan.Tiers[0].Members, member => Assert.Equal((0, 0), (member.Stats.InFlight, member.Stats.Runs.Failures)));
    }

    [Fact]
    public async Task Send_Expect100Continue_BodyOfARefusedRequestIsNotLost()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"));
        fleet["a"].AnswerWith(503); // without reading the body, so without "100 Continue"
        using var request = new HttpRequestMessage(HttpMethod.Put, "/x") { Content = new StringContent(new string('x', 10_000)), Headers = { ExpectContinue = true } };
        fleet["b"].Answer = async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            context.Response.StatusCode = body.Length == 10_000 ? 200 : 400;
        };

        using var response = await fleet.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private sealed class BrokenHandler(string fault) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => fault switch
        {
            "throws" => throw new FormatException("mine"),
            "no task" => null!,
            "no response" => Task.FromResult<HttpResponseMessage>(null!),
            "no response later" => LaterAsync(),
            _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)),
        };

        private static async Task<HttpResponseMessage> LaterAsync()
        {
            await Task.Yield();
            return null!;
        }
    }
}
