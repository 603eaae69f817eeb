using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ClientFailover.Http;

/// <summary>What an HTTP attempt's end says about the endpoint.</summary>
internal static class HttpOutcome
{
    /// <summary>
    /// A status that speaks of the endpoint's health: 429 and 503 are overload, 502 and 504 failures of one behind it, other 5xx failures of its own but for 501 and 505, which are about the
    /// request. Everything else, 4xx included, is an endpoint that works.
    /// </summary>
    public static OutcomeKind Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => OutcomeKind.Overloaded,
        HttpStatusCode.ServiceUnavailable => OutcomeKind.Unavailable,
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => OutcomeKind.GatewayError,
        HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported => OutcomeKind.Success,
        >= HttpStatusCode.InternalServerError => OutcomeKind.ServerError,
        _ => OutcomeKind.Success,
    };

    /// <summary>
    /// What an exception of the handler below says; null when it says nothing about the endpoint (a fault of the application's own handler).
    /// A cancellation by the caller or by our own time-out must have been told apart before.
    /// </summary>
    public static OutcomeKind? Of(Exception exception) => exception switch
    {
        // SocketsHttpHandler's ConnectTimeout arrives as a cancellation that nobody asked for, with this inside.
        OperationCanceledException { InnerException: TimeoutException } => OutcomeKind.ConnectFailed,
        OperationCanceledException or TimeoutException => OutcomeKind.TimedOut,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException } => OutcomeKind.TlsFailed,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        } => OutcomeKind.ConnectFailed,
        // The handler below sends by itself only what has come back unprocessed, and a stream it cannot send again.
        BodyGoneException or HttpRequestException { InnerException: BodyGoneException } => OutcomeKind.Refused,
        HttpRequestException http when IsUnprocessed(http) => OutcomeKind.Refused,
        HttpRequestException http when IsOfTheBody(http) => null,
        HttpRequestException or IOException => OutcomeKind.ConnectionLost,
        _ => null,
    };

    /// <summary>Whether the request's own content has failed while it was sent. What fails on a connection is an <see cref="IOException"/>, a socket's or a stream's; what else is found inside came from the content.</summary>
    private static bool IsOfTheBody(HttpRequestException exception) =>
        exception is { HttpRequestError: HttpRequestError.Unknown, InnerException: not (null or IOException or SocketException or HttpRequestException or OperationCanceledException or ObjectDisposedException) };

    /// <summary>
    /// Whether the server has sent the request back unprocessed: REFUSED_STREAM, H3_REQUEST_REJECTED, or a GOAWAY that names an earlier stream as the last. The handler of .NET has then tried three
    /// more times by itself.
    /// </summary>
    /// <remarks>
    /// For a GOAWAY only the words tell: the handler says "The request was aborted" of a stream above the last, and passes on the server's own words of one that may have been processed.
    /// A test against a peer that does both pins that.
    /// </remarks>
    private static bool IsUnprocessed(HttpRequestException exception)
    {
        const long RefusedStream = 0x7;
        const long RequestRejected = 0x10b;
        return exception is { HttpRequestError: HttpRequestError.HttpProtocolError, InnerException: HttpProtocolException protocol }
            && (protocol.ErrorCode is RefusedStream or RequestRejected || !string.Equals(exception.Message, protocol.Message, StringComparison.Ordinal));
    }
}
