using System.Net;
using System.Net.Sockets;

namespace ClientFailover.Http.Tests;

/// <summary>Probes of the service "orders" at loopback ports, with the deadline of a test.</summary>
internal static class Probing
{
    public static readonly ProbePolicy WebHttp = ProbePolicy.Default with { Kind = ProbeKind.Http };
    public static readonly ProbePolicy Grpc = ProbePolicy.Default with { Kind = ProbeKind.Grpc };
    private static readonly ServiceName Orders = ServiceName.Parse("orders");

    public static async Task<ProbeResult> ProbeAsync(int port, ProbePolicy policy, string? scheme = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await ProbeAsync(port, policy, deadline.Token, scheme);
    }

    public static async Task<ProbeResult> ProbeAsync(int port, ProbePolicy policy, CancellationToken cancellationToken, string? scheme = null)
    {
        using var probes = new HealthProbes();
        return await probes.ProbeAsync(Orders, new(new("127.0.0.1", port, scheme)), policy, cancellationToken);
    }

    /// <summary>A socket whose port is taken while nobody listens there.</summary>
    public static Socket NobodyListens(out int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return socket;
    }
}
