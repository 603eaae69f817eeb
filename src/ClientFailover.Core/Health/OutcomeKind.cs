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

    /// <summary>The endpoint answered that it failed (HTTP 5xx other than overload).</summary>
    ServerError = 4,

    /// <summary>The endpoint answered that it has too much to do (HTTP 429, 503). It lives: it gets less, and is not ejected for it.</summary>
    Overloaded = 5,

    /// <summary>The caller gave up first. Says nothing about the endpoint.</summary>
    Cancelled = 6,
}
