using System.Net;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

public sealed class RetryChainTests
{
    [Fact]
    public async Task Attempts_AfterTheFirst_CarryTheirNumber()
    {
        await using var fleet = new ScriptedFleet("z1", "z1", "z2");
        var marks = new List<string?>();
        fleet.All((request, _, _) =>
        {
            marks.Add(MarkOf(request));
            return Task.FromResult(new HttpResponseMessage(marks.Count < 3 ? HttpStatusCode.BadGateway : HttpStatusCode.OK));
        });

        using var response = await fleet.GetAsync();

        Assert.Equal([null, "2", "3"], marks);
    }

    [Fact]
    public async Task Attempts_OfGrpc_CarryGrpcsOwnHeaderToo()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        var marks = new List<string?>();
        fleet.All((request, _, _) =>
        {
            marks.Add(request.Headers.NonValidated.TryGetValues("grpc-previous-rpc-attempts", out var values) ? values.ToString() : null);
            return Task.FromResult(marks.Count < 2 ? new(HttpStatusCode.BadGateway) : GrpcScript.Answer(answer => answer.Headers.Add("grpc-status", "0")));
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/x") { Content = new ByteArrayContent([1]) };
        request.Content.Headers.ContentType = new("application/grpc+proto");
        request.Options.Set(FailoverRequestOptions.IsIdempotent, true);

        using var response = await fleet.Client.SendAsync(request);

        Assert.Equal([null, "1"], marks);
    }

    [Fact]
    public async Task Send_WhileServingARetry_HasOneAttemptAndPassesTheMarkOn()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        var marks = new List<string?>();
        fleet.All((request, _, _) =>
        {
            marks.Add(MarkOf(request));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway));
        });

        using (RetryChain.Enter())
        {
            using var response = await fleet.GetAsync();
            Assert.Equal((HttpStatusCode.BadGateway, RetrySuppression.RetryUpstream), (response.StatusCode, response.GetFailoverTrace()!.Suppression));
        }

        Assert.Equal(["2"], marks);
        Assert.False(RetryChain.IsRetry);
    }

    [Fact]
    public async Task Send_WhileServingARetry_StillMovesWhatNeverLeft()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.On(0, Refuse);
        fleet.On(1, Ok);

        using (RetryChain.Enter())
        {
            using var response = await fleet.GetAsync();
            Assert.Equal(2, response.GetFailoverTrace()!.AttemptCount);
        }
    }

    [Theory]
    [InlineData("x-clientfailover-attempt", "2", true)]
    [InlineData("x-clientfailover-attempt", "1", false)]
    [InlineData("x-clientfailover-attempt", "-2", false)]
    [InlineData("x-clientfailover-attempt", "two", false)]
    [InlineData("x-envoy-attempt-count", "1", false)]
    [InlineData("x-envoy-attempt-count", "2", true)]
    [InlineData("grpc-previous-rpc-attempts", "0", false)]
    [InlineData("grpc-previous-rpc-attempts", "1", true)]
    [InlineData("x-other", "2", false)]
    public void Enter_Header_TellsARetry(string name, string value, bool expected)
    {
        using var scope = RetryChain.Enter(asked => string.Equals(asked, name, StringComparison.OrdinalIgnoreCase) ? value : null);

        Assert.Equal(expected, scope is not null);
        Assert.Equal(expected, RetryChain.IsRetry);
    }

    /// <summary>The line of middleware that the README prints, in a real server between a client and a service that fails.</summary>
    [Fact]
    public async Task Middleware_RequestThatIsARetry_IsNotRetriedBelow()
    {
        await using var below = new ScriptedFleet("z1", "z1", "z2");
        below.All(Answer(HttpStatusCode.BadGateway));
        await using var server = await Backend.StartAsync("middle");
        server.Answer = async context =>
        {
            using (RetryChain.Enter(name => context.Request.Headers[name]))
            {
                using var response = await below.GetAsync();
                await context.Response.WriteAsync(response.GetFailoverTrace()!.Suppression.ToString());
            }
        };
        using var client = new HttpClient();
        using var retry = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/") { Headers = { { RetryChain.HeaderName, "2" } } };

        var first = await client.GetStringAsync(new Uri($"http://127.0.0.1:{server.Port}/"));
        using var second = await client.SendAsync(retry);

        Assert.Equal(nameof(RetrySuppression.AttemptsExhausted), first);
        Assert.Equal(nameof(RetrySuppression.RetryUpstream), await second.Content.ReadAsStringAsync());
        Assert.Equal(4, below.Transport.Attempts.Length);
    }

    private static string? MarkOf(HttpRequestMessage request) => request.Headers.NonValidated.TryGetValues(RetryChain.HeaderName, out var values) ? values.ToString() : null;
}
