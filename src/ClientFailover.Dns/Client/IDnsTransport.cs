using System.Net;

namespace ClientFailover.Dns;

/// <summary>Carries one question to one server and the reply back.</summary>
internal interface IDnsTransport
{
    /// <summary>Asks; returns the reply's length in <paramref name="reply"/>.</summary>
    /// <param name="server">Whom.</param>
    /// <param name="query">The question as <see cref="DnsQuery"/> writes it.</param>
    /// <param name="reply">Takes the reply; room for <see cref="DnsMessageReader.MaxLength"/> octets.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the wait: it has no end of its own.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot be reached.</exception>
    /// <exception cref="IOException">What arrived is no reply.</exception>
    ValueTask<int> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> reply, DnsTransportOptions options, CancellationToken cancellationToken);
}
