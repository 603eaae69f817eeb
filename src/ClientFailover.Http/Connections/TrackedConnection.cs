using System.Net.Sockets;

namespace ClientFailover.Http;

/// <summary>A TCP connection that tells when it has ended. A <see cref="NetworkStream"/>, so that reading and writing cost nothing more than without us.</summary>
internal sealed class TrackedConnection(Socket socket, AddressConnections owner, MonotonicTime openedAt) : NetworkStream(socket, ownsSocket: true)
{
    private int _ended;

    public MonotonicTime OpenedAt { get; } = openedAt;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            owner.Remove(this);
        }
    }
}
