using System.Net.Sockets;

namespace ClientFailover.Http.Tests;

public sealed class AddressConnectionsTests
{
    private long _second;

    [Fact]
    public void Eldest_OpenAndLatelyEnded_IsTheEldestThatAnAttemptCanHaveUsed()
    {
        var all = new AddressConnections(() => At(_second));
        Assert.Null(all.Eldest(At(0)));

        var first = Open(all, 10);
        var second = Open(all, 20);
        Open(all, 30);
        Assert.Equal(At(10), all.Eldest(At(40)));

        _second = 50;
        first.Dispose();
        first.Dispose(); // counts once
        Assert.Equal((2, At(10)), (all.Count, all.Eldest(At(45)))); // an attempt begun at 45 can have broken with it
        Assert.Equal(At(20), all.Eldest(At(51)));

        _second = 60;
        second.Dispose();
        Assert.Equal(At(30), all.Eldest(At(61)));
    }

    [Fact]
    public void Abort_EndsAll()
    {
        var all = new AddressConnections(() => At(_second));
        var connections = new[] { Open(all, 1), Open(all, 2) };
        all.Abort();

        Assert.Equal(0, all.Count);
        Assert.All(connections, connection => Assert.Throws<ObjectDisposedException>(() => connection.ReadByte()));
    }

    private static TrackedConnection Open(AddressConnections all, long second)
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(listener.LocalEndpoint);
        var connection = new TrackedConnection(socket, all, At(second));
        all.Add(connection);
        return connection;
    }

    private static MonotonicTime At(long second) => new(second * TimeSpan.TicksPerSecond);
}
