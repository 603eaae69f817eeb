using System.Net;
using System.Net.Sockets;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Http.Tests;

public sealed class SpareConnectionsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly VirtualTimeProvider _time = new();

    [Fact]
    public async Task Open_ThenTake_GivesAnOpenConnectionOnce()
    {
        using var listener = Listen();
        var spares = new SpareConnections(_time);
        var (address, name) = AddressOf(listener);
        spares.Open([address]);
        using var server = await listener.AcceptSocketAsync().WaitAsync(Deadline);
        await Eventually.HoldsAsync(() => spares.Count == 1, () => "There is none.");

        using var spare = spares.Take(name);
        Assert.NotNull(spare);
        Assert.Equal(1, await spare.SendAsync(new byte[1]));
        Assert.Equal(1, await server.ReceiveAsync(new byte[2]));
        Assert.Null(spares.Take(name));
    }

    [Fact]
    public async Task Take_ThePeerHasClosedIt_GivesNone()
    {
        using var listener = Listen();
        var spares = new SpareConnections(_time);
        var (address, name) = AddressOf(listener);
        spares.Open([address]);
        using (var server = await listener.AcceptSocketAsync().WaitAsync(Deadline))
        {
            await Eventually.HoldsAsync(() => spares.Count == 1, () => "There is none.");
        }

        await Eventually.HoldsAsync(
            () =>
            {
                using var taken = spares.Take(name);
                return taken is null;
            },
            () => "A closed connection was given out.");
    }

    [Fact]
    public async Task Open_NobodyTakesIt_IsClosedAfterAWhile()
    {
        using var listener = Listen();
        var spares = new SpareConnections(_time);
        spares.Open([AddressOf(listener).Address]);
        using var server = await listener.AcceptSocketAsync().WaitAsync(Deadline);
        await Eventually.HoldsAsync(() => spares.Count == 1, () => "There is none.");
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return spares.Count == 0;
            },
            () => "It is kept for ever.");
        Assert.Equal(0, await server.ReceiveAsync(new byte[1]).WaitAsync(Deadline));
    }

    [Fact]
    public async Task TierReturns_ItsEndpointsAreConnectedToBeforeTheFirstCall()
    {
        await using var fleet = await Fleet.StartAsync(
            service =>
            {
                service.Failback.HoldDown = TimeSpan.FromMilliseconds(100);
                service.Failback.Jitter = 0;
                service.Probe.Mode = ProbeMode.Off; // a probe connects, too
                service.OutlierDetection.BaseEjectionTime = TimeSpan.FromMilliseconds(300);
            },
            ("a", "z1"), ("b", "z2"));
        await fleet.CallAsync(5);
        await fleet["a"].KillAsync();
        await fleet.CallAsync(20);
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fleet["a"].OnConnection = () => connected.TrySetResult();
        await fleet["a"].ListenAsync();
        var before = fleet["a"].Requests;

        await connected.Task.WaitAsync(Deadline); // nobody has called since
        Assert.Equal(before, fleet["a"].Requests);
        await fleet.CallAsync(1);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static (EndpointAddress Address, DnsEndPoint Name) AddressOf(TcpListener listener)
    {
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return (new("127.0.0.1", port), new("127.0.0.1", port));
    }
}
