using System.Net.Http;
using System.Net.Sockets;

namespace ClientFailover.Http;

/// <summary>Words what went wrong on the wire. Nothing a server wrote is repeated.</summary>
internal static class ProbeErrors
{
    /// <summary>Whether a probe that throws <paramref name="error"/> has failed by the network's or the server's doing.</summary>
    public static bool IsOfTheWire(Exception error) => error is HttpRequestException or IOException;

    /// <summary>Why a probe over <paramref name="protocol"/> (<c>HTTP</c>, <c>HTTP/2</c>) failed.</summary>
    public static ProbeResult Failed(Exception error, string protocol)
    {
        var kind = error switch
        {
            HttpRequestException http => http.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return ProbeResult.Failed(kind switch
        {
            HttpRequestError.NameResolutionError => "cannot resolve its name",
            HttpRequestError.ConnectionError => $"cannot connect: {(error.InnerException as SocketException)?.SocketErrorCode.ToString() ?? error.Message}",
            HttpRequestError.SecureConnectionError => $"TLS failed: {error.InnerException?.Message ?? error.Message}",
            HttpRequestError.ResponseEnded => "the connection was closed before the answer was complete",
            HttpRequestError.ConfigurationLimitExceeded => "the headers of the answer are larger than 16 KiB",
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError => $"the answer is not {protocol}",
            _ => error.GetBaseException() is SocketException socket ? $"the connection broke: {socket.SocketErrorCode}" : error.Message,
        });
    }
}
