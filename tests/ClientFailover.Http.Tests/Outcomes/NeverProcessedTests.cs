using System.Net;

namespace ClientFailover.Http.Tests;

/// <summary>What the handler of .NET makes of an HTTP/2 peer that sends requests back, or takes them and hangs up.</summary>
public sealed class NeverProcessedTests
{
    [Theory]
    [InlineData(0x7, OutcomeKind.Refused)] // REFUSED_STREAM
    [InlineData(0x0, OutcomeKind.ConnectionLost)]
    [InlineData(0x2, OutcomeKind.ConnectionLost)] // INTERNAL_ERROR
    [InlineData(0x8, OutcomeKind.ConnectionLost)] // CANCEL
    public async Task Of_StreamReset_IsUnprocessedWhenTheServerSaysSo(int error, OutcomeKind expected)
    {
        await using var peer = Http2Frames.Resets(error);

        Assert.Equal(expected, HttpOutcome.Of(await FailAsync(peer)));
    }

    [Theory]
    [InlineData(0x0)]
    [InlineData(0xb)] // ENHANCE_YOUR_CALM
    public async Task Of_GoodbyeBeforeTheRequest_IsUnprocessed(int error)
    {
        await using var peer = Http2Frames.SaysGoodbye(last: 0, error);

        Assert.Equal(OutcomeKind.Refused, HttpOutcome.Of(await FailAsync(peer)));
    }

    [Theory]
    [InlineData(0x0)]
    [InlineData(0xb)]
    public async Task Of_GoodbyeAfterTheRequestWasTaken_MayHaveBeenProcessed(int error)
    {
        await using var peer = Http2Frames.TakesAndHangsUp(error);

        Assert.Equal(OutcomeKind.ConnectionLost, HttpOutcome.Of(await FailAsync(peer)));
    }

    [Fact]
    public async Task Send_PostSentBackUnprocessed_GoesElsewhereOutsideTheBudget()
    {
        await using var refusing = Http2Frames.Resets(0x7);
        await using var serving = await ClientFailover.Tests.Shared.Backend.StartAsync("b", Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2);
        var service = new ServiceOptions { RetryBudget = { Ratio = 0, MinPerSecond = 0 } };
        service.Endpoints.Add(new() { Address = $"http://127.0.0.1:{refusing.Port}", Region = "r1", Zone = "z1" });
        service.Endpoints.Add(new() { Address = $"http://127.0.0.1:{serving.Port}", Region = "r1", Zone = "z2" });
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" }, Services = { ["orders"] = service } };
        await using var pools = LocalityFailover.Create(options);
        using var client = new HttpClient(pools.CreateHandler()) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var content = new StringContent("once");

        using var response = await client.PostAsync(new Uri("http://orders/x"), content);

        Assert.Equal([OutcomeKind.Refused, OutcomeKind.Success], response.GetFailoverTrace()!.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(1, serving.Requests);
        Assert.Equal(0, pools.GetPool("orders").Plan.Tiers[0].Members[0].Stats.Runs.Failures); // it lives
    }

    private static async Task<Exception> FailAsync(RawPeer peer)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var content = new StringContent("x");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{peer.Port}/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        return (await Record.ExceptionAsync(() => client.SendAsync(request, CancellationToken.None)))!;
    }
}
