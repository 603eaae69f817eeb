using static ClientFailover.Http.Tests.Probing;

namespace ClientFailover.Http.Tests;

public sealed class RealGrpcProbeTests(GrpcHealthFixture servers) : IClassFixture<GrpcHealthFixture>
{
    [Theory]
    [InlineData("", ProbeVerdict.Passed, false, "SERVING")]
    [InlineData("down", ProbeVerdict.Failed, true, "'down' is NOT_SERVING")]
    [InlineData("strange", ProbeVerdict.Failed, false, "SERVICE_UNKNOWN: the server's health service does not know 'strange'")]
    [InlineData("missing", ProbeVerdict.Failed, false, "the server's health service does not know 'missing'")]
    [InlineData("unset", ProbeVerdict.Failed, false, "the health of 'unset' is UNKNOWN (0)")]
    [InlineData("busy", ProbeVerdict.Failed, false, "grpc-status 8")]
    [InlineData("huge", ProbeVerdict.Failed, false, "the answer is not a health message: it has 64 KiB or more")]
    public async Task Probe_RealServer_IsUnderstood(string service, ProbeVerdict verdict, bool immediate, string reason) =>
        Assert.Equal(new(verdict, reason) { IsImmediate = immediate }, await ProbeAsync(servers.Port, Grpc with { GrpcService = service }));

    [Fact]
    public async Task Probe_RealServerWithoutTheService_NamesTheRemedy() =>
        Assert.Equal(ProbeResult.Failed("the server has no grpc.health.v1 service; use Tcp or Http"), await ProbeAsync(servers.PortWithout, Grpc));

    [Fact]
    public async Task Probe_RealServerThatHangs_EndsByItsToken()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProbeAsync(servers.Port, Grpc with { GrpcService = "slow" }, stop.Token));
    }

    [Fact]
    public async Task Probe_HttpAtAServerOfGrpcOnly_FailsWithAClearReason()
    {
        var result = await ProbeAsync(servers.Port, WebHttp);
        Assert.Equal(ProbeVerdict.Failed, result.Verdict);
        Assert.True(result.Reason is "the answer is not HTTP" or "the connection was closed before the answer was complete", result.Reason);
    }
}
