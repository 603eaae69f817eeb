using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static ClientFailover.Http.Tests.Probing;

namespace ClientFailover.Http.Tests;

public sealed class GrpcProbeTests
{
    [Fact]
    public async Task Probe_Request_IsAsGrpcPrescribes()
    {
        await using var backend = await Backend.StartAsync("a", HttpProtocols.Http2);
        var asked = "";
        var body = new MemoryStream();
        backend.Answer = async context =>
        {
            var request = context.Request;
            asked = $"{request.Protocol} {request.Method} {request.Host} {request.Path} {request.ContentType} {request.Headers.TE}";
            await request.Body.CopyToAsync(body);
            await AnswerAsync(context, 0, 0, 0, 0, 0, 2, 8, 1);
        };

        Assert.Equal(ProbeResult.Passed("SERVING"), await ProbeAsync(backend.Port, Grpc with { GrpcService = "shop" }));
        Assert.Equal("HTTP/2 POST orders /grpc.health.v1.Health/Check application/grpc trailers", asked);
        Assert.Equal(GrpcHealthMessage.Request("shop"), body.ToArray());
    }

    [Fact]
    public async Task Probe_NoMessage_FailsAsNone()
    {
        await using var backend = await Backend.StartAsync("a", HttpProtocols.Http2);
        backend.Answer = context => AnswerAsync(context, 0);
        Assert.Equal(ProbeResult.Failed("the answer is not a health message"), await ProbeAsync(backend.Port, Grpc));
    }

    [Fact]
    public async Task Probe_AnswerOfAWebServer_FailsAsNoGrpc()
    {
        await using var backend = await Backend.StartAsync("a", HttpProtocols.Http2);
        Assert.Equal(ProbeResult.Failed("the answer is not gRPC: it has no grpc-status"), await ProbeAsync(backend.Port, Grpc));

        backend.AnswerWith(404);
        Assert.Equal(ProbeResult.Failed("HTTP 404 instead of a gRPC answer"), await ProbeAsync(backend.Port, Grpc));
    }

    [Fact]
    public async Task Probe_BodyWithoutEnd_IsCutAtItsBound()
    {
        await using var backend = await Backend.StartAsync("a", HttpProtocols.Http2);
        var ended = new TaskCompletionSource();
        backend.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096]);
            }

            ended.SetResult();
        };

        Assert.Equal(ProbeResult.Failed("the answer is not a health message: it has 64 KiB or more"), await ProbeAsync(backend.Port, Grpc));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)); // the server was told to stop
    }

    [Fact]
    public async Task Probe_ConnectionBreaksInTheAnswer_Fails()
    {
        await using var backend = await Backend.StartAsync("a", HttpProtocols.Http2);
        backend.Answer = async context =>
        {
            await context.Response.Body.WriteAsync(new byte[3]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        var result = await ProbeAsync(backend.Port, Grpc);

        Assert.Equal(ProbeVerdict.Failed, result.Verdict);
        Assert.False(result.IsImmediate);
    }

    [Fact]
    public async Task Probe_ServerOfHttp1Only_FailsWithTheReason()
    {
        await using var backend = await Backend.StartAsync("a");
        Assert.Equal(ProbeResult.Failed("the answer is not HTTP/2, which gRPC needs"), await ProbeAsync(backend.Port, Grpc));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n")]
    public async Task Probe_Garbage_FailsWithAClearReason(string text)
    {
        await using var peer = RawPeer.Says(text);
        Assert.Equal(ProbeResult.Failed("the answer is not HTTP/2, which gRPC needs"), await ProbeAsync(peer.Port, Grpc));
    }

    [Fact]
    public async Task Probe_SilentPeer_EndsByItsToken()
    {
        await using var peer = RawPeer.Silent();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProbeAsync(peer.Port, Grpc, stop.Token));
    }

    private static async Task AnswerAsync(HttpContext context, int status, params byte[] message)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(message);
        context.Response.AppendTrailer("grpc-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
