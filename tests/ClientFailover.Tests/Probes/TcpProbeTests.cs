using System.Net;
using System.Net.Sockets;

namespace ClientFailover.Tests;

public sealed class TcpProbeTests
{
    private static readonly ServiceName Service = ServiceName.Parse("orders");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Probe_SomebodyListens_Passes(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var result = await ProbeAsync(host, ((IPEndPoint)listener.LocalEndpoint).Port);

        Assert.Equal(ProbeResult.Passed("connected"), result);
    }

    [Fact]
    public async Task Probe_NobodyListens_FailsWithTheReason()
    {
        // Bound and not listening: nobody else can come to listen there meanwhile.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var result = await ProbeAsync("127.0.0.1", ((IPEndPoint)socket.LocalEndPoint!).Port);

        Assert.Equal(ProbeResult.Failed("cannot connect: ConnectionRefused"), result);
    }

    [Fact]
    public async Task Probe_UnknownName_FailsWithTheReason()
    {
        var result = await ProbeAsync("no-such-host.invalid", 80);

        Assert.Equal(ProbeVerdict.Failed, result.Verdict);
        Assert.StartsWith("cannot connect: ", result.Reason, StringComparison.Ordinal);
    }

    private static async Task<ProbeResult> ProbeAsync(string host, int port)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await new TcpProbe().ProbeAsync(Service, new(new(host, port)), ProbePolicy.Default, deadline.Token);
    }
}
