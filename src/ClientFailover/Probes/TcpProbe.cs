using System.Net.Sockets;

namespace ClientFailover;

/// <summary>Opens a connection and closes it again. It tells that somebody listens and that packets arrive; not that the service works.</summary>
/// <remarks>Stateless and safe to share. An endpoint known by name passes when one of its addresses does.</remarks>
public sealed class TcpProbe : IHealthProbe
{
    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(ServiceName service, Endpoint endpoint, ProbePolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint.Address.Host, endpoint.Address.Port, cancellationToken).ConfigureAwait(false);
            return ProbeResult.Passed("connected");
        }
        catch (SocketException error)
        {
            return ProbeResult.Failed($"cannot connect: {error.SocketErrorCode}");
        }
    }
}
