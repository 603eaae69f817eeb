using System.Net;
using System.Net.Http.Headers;
using ClientFailover.Testing;

namespace ClientFailover.Http.Tests;

public sealed class RouteNameTests
{
    [Theory]
    [InlineData("/", "GET /")]
    [InlineData("/orders", "GET /orders")]
    [InlineData("/orders/", "GET /orders")]
    [InlineData("/orders/4711/items?page=2", "GET /orders/*/items")]
    [InlineData("/v2/orders/8e03978e-40d5-43e8-bc93-6894a57f9324", "GET /v2/orders/*")]
    [InlineData("/users/alice@example.com", "GET /users/*")]
    [InlineData("/users/J%C3%BCrgen", "GET /users/*")]
    [InlineData("/q/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "GET /q/*")]
    [InlineData("/a/b/c/d/e/f/g/h/i/j", "GET /a/b/c/d/e/f/g/h/*")]
    public void Of_Path_LeavesOutWhatLooksLikeData(string path, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders" + path);

        Assert.Equal(expected, RouteName.Of(request, request.RequestUri!, AttemptPolicy.Default));
    }

    [Fact]
    public void Of_RequestThatSaysIt_IsThat()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/orders/4711");
        request.Options.Set(FailoverRequestOptions.Route, "GET /orders/{id}");

        Assert.Equal("GET /orders/{id}", RouteName.Of(request, request.RequestUri!, AttemptPolicy.Default));
    }

    [Fact]
    public void Of_RouteOfThePolicy_IsItsPattern()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://orders/search/blue");
        var policy = AttemptPolicy.Default with { Routes = [new("GET", "/search/*", Repeatability.Safe), new(null, null, Repeatability.Once), new("POST", "/search/*", Repeatability.Safe)] };

        Assert.Equal("POST /search/*", RouteName.Of(request, request.RequestUri!, policy));
    }

    [Fact]
    public void Of_Grpc_IsTheMethodAsItIs()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://orders/shop.v1.Orders/Get2") { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        Assert.Equal("POST /shop.v1.Orders/Get2", RouteName.Of(request, request.RequestUri!, AttemptPolicy.Default));
    }

    [Fact]
    public async Task Send_RouteThatFailsEverywhere_KeepsNobodyOut()
    {
        await using var fleet = new ScriptedFleet("z1", "z1", "z1", "z1", "z1");
        fleet.All((request, _, _) => Task.FromResult(new HttpResponseMessage(request.RequestUri!.AbsolutePath.StartsWith("/orders/", StringComparison.Ordinal) ? HttpStatusCode.InternalServerError : HttpStatusCode.OK)));
        var failing = new TaskCompletionSource<RouteFoundFailing>(TaskCreationOptions.RunContinuationsAsynchronously);
        fleet.Pools.Subscribe(happened =>
        {
            if (happened is RouteFoundFailing found)
            {
                failing.TrySetResult(found);
            }
        });

        for (var i = 0; i < 300; i++)
        {
            using var bad = await fleet.Client.PostAsync(new Uri($"/orders/{i}", UriKind.Relative), content: null);
            using var good = await fleet.Client.GetAsync(new Uri("/items", UriKind.Relative));
            Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (bad.StatusCode, good.StatusCode));
            fleet.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.Equal("POST /orders/*", (await failing.Task.WaitAsync(TimeSpan.FromSeconds(20))).Route);
        Assert.All(fleet.Pool.Plan.Tiers[0].Members, member => Assert.Equal(EndpointHealth.Healthy, member.Health));
    }
}
