namespace ClientFailover;

/// <summary>How an attempt ended, as far as the endpoint's health is concerned.</summary>
public enum OutcomeKind
{
    /// <summary>The endpoint answered as it should; an error of the caller's own making (HTTP 4xx) is a success of the endpoint.</summary>
    Success = 0,

    /// <summary>No connection could be opened, so the request never left.</summary>
    ConnectFailed = 1,

    /// <summary>No answer within the attempt time-out.</summary>
    TimedOut = 2,

    /// <summary>The connection broke after the request had left.</summary>
    ConnectionLost = 3,

    /// <summary>The endpoint answered that it failed (HTTP 5xx other than those below).</summary>
    ServerError = 4,

    /// <summary>The endpoint answered that it has too much to do (HTTP 429). It lives: it gets less, and is not ejected for it.</summary>
    Overloaded = 5,

    /// <summary>Given up first, by the caller or because another attempt was faster. Says nothing about the endpoint.</summary>
    Cancelled = 6,

    /// <summary>The endpoint answered for another behind it that failed (HTTP 502, 504).</summary>
    GatewayError = 7,

    /// <summary>The endpoint answered that it cannot serve at present (HTTP 503). Treated as overload, except that it is a gateway failure too.</summary>
    Unavailable = 8,

    /// <summary>Given up, by the caller or because another attempt was faster, after nothing had been heard for far longer than the service takes (<see cref="SilenceRule"/>).</summary>
    Silent = 9,

    /// <summary>
    /// The endpoint sent the request back unprocessed (HTTP/2 REFUSED_STREAM, or a goodbye before the request). It lives, and has more than it can take or is about to go: treated as
    /// overload.
    /// </summary>
    Refused = 10,

    /// <summary>
    /// A side refused the TLS handshake: a certificate that has expired, is another's or nobody's, or no common protocol. A fault of configuration that many calls will not mend, and often a
    /// whole zone's. The request never left.
    /// </summary>
    TlsFailed = 11,

    /// <summary>
    /// Another instance than the registry says has answered (<see cref="FailoverPolicy.IdentityHeader"/>): the address was given to somebody else. The instance that was meant has not seen the request, and
    /// the endpoint is removed.
    /// </summary>
    WrongIdentity = 12,
}
