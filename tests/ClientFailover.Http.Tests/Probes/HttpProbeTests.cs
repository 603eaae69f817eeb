using System.Text;
using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Http;
using static ClientFailover.Http.Tests.Probing;

namespace ClientFailover.Http.Tests;

public sealed class HttpProbeTests
{
    [Theory]
    [InlineData(200, ProbeVerdict.Passed, "HTTP 200")]
    [InlineData(204, ProbeVerdict.Passed, "HTTP 204")]
    [InlineData(404, ProbeVerdict.Failed, "HTTP 404, expected 200-299")]
    [InlineData(503, ProbeVerdict.Failed, "HTTP 503, expected 200-299")]
    public async Task Probe_Status_IsJudgedAndAnUnexpectedOneAtOnce(int status, ProbeVerdict verdict, string reason)
    {
        await using var backend = await Backend.StartAsync("a");
        backend.AnswerWith(status);
        var result = await ProbeAsync(backend.Port, WebHttp);

        Assert.Equal(new(verdict, reason) { IsImmediate = verdict == ProbeVerdict.Failed }, result);
    }

    [Fact]
    public async Task Probe_ExpectedStatuses_AreThePolicys()
    {
        await using var backend = await Backend.StartAsync("a");
        backend.AnswerWith(401);

        Assert.Equal(ProbeResult.Passed("HTTP 401"), await ProbeAsync(backend.Port, WebHttp with { ExpectedStatuses = [new(200, 204), new(401, 401)] }));
        Assert.Equal(ProbeResult.FailedAtOnce("HTTP 401, expected 200-204, 403"), await ProbeAsync(backend.Port, WebHttp with { ExpectedStatuses = [new(200, 204), new(403, 403)] }));
    }

    [Fact]
    public async Task Probe_Redirect_IsUnexpectedAndNotFollowed()
    {
        await using var backend = await Backend.StartAsync("a");
        backend.Answer = context =>
        {
            context.Response.Redirect("/login");
            return Task.CompletedTask;
        };

        Assert.Equal(ProbeResult.FailedAtOnce("HTTP 302, expected 200-299"), await ProbeAsync(backend.Port, WebHttp));
        Assert.Equal(1, backend.Requests);
    }

    [Theory]
    [InlineData(200, "x-envoy-degraded", ProbeVerdict.Degraded, false, "HTTP 200 with x-envoy-degraded")]
    [InlineData(503, "x-envoy-degraded", ProbeVerdict.Failed, true, "HTTP 503, expected 200-299")]
    [InlineData(200, "x-envoy-immediate-health-check-fail", ProbeVerdict.Failed, true, "HTTP 200 with x-envoy-immediate-health-check-fail")]
    [InlineData(503, "x-envoy-immediate-health-check-fail", ProbeVerdict.Failed, true, "HTTP 503 with x-envoy-immediate-health-check-fail")]
    public async Task Probe_HeadersOfEnvoy_AreUnderstood(int status, string header, ProbeVerdict verdict, bool immediate, string reason)
    {
        await using var backend = await Backend.StartAsync("a");
        backend.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers[header] = "";
            return Task.CompletedTask;
        };

        Assert.Equal(new(verdict, reason) { IsImmediate = immediate }, await ProbeAsync(backend.Port, WebHttp));
    }

    [Theory]
    [InlineData(null, "orders")]
    [InlineData("shop.example:8443", "shop.example:8443")]
    public async Task Probe_Request_IsAsThePolicySays(string? host, string expected)
    {
        await using var backend = await Backend.StartAsync("a");
        var asked = "";
        backend.Answer = context =>
        {
            var request = context.Request;
            asked = $"{request.Method} {request.Host} {request.Path}{request.QueryString} {request.Headers.UserAgent} {request.Headers.TraceParent}";
            return Task.CompletedTask;
        };
        await ProbeAsync(backend.Port, WebHttp with { Method = "HEAD", Path = "/ready?full=1", Host = host });

        Assert.Equal($"HEAD {expected} /ready?full=1 ClientFailover-Probe ", asked);
    }

    [Fact]
    public async Task Probe_AgainAndAgain_KeepsTheConnectionAndNoCookie()
    {
        await using var backend = await Backend.StartAsync("a");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        backend.Answer = context =>
        {
            seen.Add(context.Connection.Id + context.Request.Headers.Cookie);
            context.Response.Cookies.Append("session", "1");
            return context.Response.WriteAsync("fine");
        };
        using var probes = new HealthProbes();
        for (var i = 0; i < 5; i++)
        {
            await probes.ProbeAsync(ServiceName.Parse("orders"), new(new("127.0.0.1", backend.Port)), WebHttp, CancellationToken.None);
            await Eventually.HoldsAsync(() => backend.Requests == i + 1, () => "A probe did not arrive.");
        }

        Assert.Equal(5, backend.Requests);
        Assert.InRange(seen.Count, 1, 2); // what is left of a body is read in the background: the next probe may be too early for the connection
    }

    [Fact]
    public async Task Probe_BodyOfAGigabyte_IsNotRead()
    {
        await using var peer = RawPeer.SaysForever("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", "x");
        Assert.Equal(ProbeResult.Passed("HTTP 200"), await ProbeAsync(peer.Port, WebHttp));
        Assert.InRange(peer.Written, 0, 1 << 26); // what the system's buffers take
    }

    [Fact]
    public async Task Probe_HeadersWithoutEnd_AreCutAtTheirBound()
    {
        await using var peer = RawPeer.SaysForever("HTTP/1.1 200 OK\r\n", "x-more: and more\r\n");
        Assert.Equal(ProbeResult.Failed("the headers of the answer are larger than 16 KiB"), await ProbeAsync(peer.Port, WebHttp));
        Assert.InRange(peer.Written, 0, 1 << 26);
    }

    [Fact]
    public async Task Probe_StatusLineWithoutEnd_IsCut()
    {
        await using var peer = RawPeer.SaysForever("HTTP/1.1 200 ", "x");
        var result = await ProbeAsync(peer.Port, WebHttp);
        Assert.Equal(ProbeVerdict.Failed, result.Verdict);
        Assert.InRange(result.Reason.Length, 1, 200);
        Assert.InRange(peer.Written, 0, 1 << 26);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian\r\n", "the answer is not HTTP")]
    [InlineData("\0\u0001\u0002\u0003 garbage \u00ff\r\n\r\n", "the answer is not HTTP")]
    [InlineData("", "the connection was closed before the answer was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "the connection was closed before the answer was complete")]
    public async Task Probe_NoAnswerOfHttp_FailsWithAClearReason(string text, string reason)
    {
        await using var peer = RawPeer.Says(text);
        Assert.Equal(ProbeResult.Failed(reason), await ProbeAsync(peer.Port, WebHttp));
    }

    [Fact]
    public async Task Probe_SilentPeer_EndsByItsToken()
    {
        await using var peer = RawPeer.Silent();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProbeAsync(peer.Port, WebHttp, stop.Token));
    }

    [Theory]
    [InlineData(ProbeKind.Tcp)]
    [InlineData(ProbeKind.Http)]
    [InlineData(ProbeKind.Grpc)]
    public async Task Probe_NobodyListens_FailsInTheSameWords(ProbeKind kind)
    {
        using var nobody = NobodyListens(out var port);
        Assert.Equal(ProbeResult.Failed("cannot connect: ConnectionRefused"), await ProbeAsync(port, ProbePolicy.Default with { Kind = kind }));
    }
}
