using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ClientFailover.Http.Tests;

/// <summary>Peers that behave just so: a Kestrel that speaks HTTP/2, and frames made by hand.</summary>
public sealed class GrpcPeerTests
{
    [Fact]
    public async Task Call_StreamRefused_GoesElsewhereWithTheSameBody()
    {
        await using var refusing = Http2Frames.Resets(0x7);
        await using var serving = await Backend.StartAsync("b", HttpProtocols.Http2);
        var bodies = new List<byte[]>();
        serving.Answer = context => AnswerAsync(context, bodies);
        await using var fleet = new GrpcFleet(service => (service.RetryBudget.Ratio, service.RetryBudget.MinPerSecond) = (0, 0), [], (refusing.Port, "z1"), (serving.Port, "z2"));

        var reply = await fleet.Client.CallAsync("Call", "once");

        Assert.Equal([OutcomeKind.Refused, OutcomeKind.Success], reply.Trace.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal([GrpcClient.Frame("once"u8)], bodies);
    }

    [Fact]
    public async Task Call_StreamOfTheClientRefused_GoesOnElsewhere()
    {
        await using var refusing = Http2Frames.Resets(0x7);
        await using var serving = await Backend.StartAsync("b", HttpProtocols.Http2);
        var bodies = new List<byte[]>();
        serving.Answer = context => AnswerAsync(context, bodies);
        await using var fleet = new GrpcFleet(null, [], (refusing.Port, "z1"), (serving.Port, "z2"));
        var content = new GrpcClient.StreamingContent();
        var sending = fleet.Client.SendAsync("Sum", content);

        await content.WriteAsync("a");
        await Eventually.HoldsAsync(() => serving.UnderWay == 1, () => $"The call does not go elsewhere: {sending.Exception}");
        await content.WriteAsync("b");
        content.Complete();

        using var response = await sending;
        Assert.Equal(GrpcReply.Ok, (await GrpcReply.ReadAsync(response)).Status);
        Assert.Equal([[.. GrpcClient.Frame("a"u8), .. GrpcClient.Frame("b"u8)]], bodies);
    }

    [Fact]
    public async Task Call_Goodbye_GoesElsewhere()
    {
        await using var leaving = Http2Frames.SaysGoodbye(last: 0);
        await using var serving = await Backend.StartAsync("b", HttpProtocols.Http2);
        serving.Answer = context => AnswerAsync(context, []);
        await using var fleet = new GrpcFleet(null, [], (leaving.Port, "z1"), (serving.Port, "z2"));

        var reply = await fleet.Client.CallAsync("Call");

        Assert.Equal([OutcomeKind.Refused, OutcomeKind.Success], reply.Trace.Attempts.Select(attempt => attempt.Outcome));
    }

    /// <summary>The same connections carry calls to all endpoints in turn: not one endpoint gets them all because it was connected to first.</summary>
    [Fact]
    public async Task Calls_OverHttp2_AreBalancedOneByOne()
    {
        await using var a = await Backend.StartAsync("a", HttpProtocols.Http2);
        await using var b = await Backend.StartAsync("b", HttpProtocols.Http2);
        var connections = 0;
        a.OnConnection = b.OnConnection = () => Interlocked.Increment(ref connections);
        a.Answer = b.Answer = context => AnswerAsync(context, []);
        await using var fleet = new GrpcFleet(service => service.Balancing = PickerNames.RoundRobin, [], (a.Port, "z1"), (b.Port, "z1"));

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(GrpcReply.Ok, (await fleet.Client.CallAsync("Call")).Status);
        }

        Assert.Equal((25, 25, 2), (a.Requests, b.Requests, connections));
    }

    private static async Task AnswerAsync(HttpContext context, List<byte[]> bodies)
    {
        context.Response.ContentType = "application/grpc";
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        lock (bodies)
        {
            bodies.Add(body.ToArray());
        }

        await context.Response.Body.WriteAsync(GrpcClient.Frame("ok"u8));
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
