namespace ClientFailover;

/// <summary>How long each step of a call may take. Each is more than zero and at most a day; <c>-00:00:00.001</c> (<see cref="Timeout.InfiniteTimeSpan"/>) switches one off.</summary>
public sealed class TimeoutOptions
{
    /// <summary>Opening a connection. Used by the primary handler this library makes; an application's own keeps its own. Default 1 s.</summary>
    public TimeSpan? Connect { get; set; }

    /// <summary>The TLS handshake, after the connection is open. Used as <see cref="Connect"/> is. Default 2 s.</summary>
    public TimeSpan? Tls { get; set; }

    /// <summary>One attempt, to its response headers. Default 10 s.</summary>
    public TimeSpan? Attempt { get; set; }

    /// <summary>The whole call, all attempts and waits. Not below <see cref="Attempt"/>. Default 30 s.</summary>
    public TimeSpan? Total { get; set; }

    /// <summary>How long the first call to a service waits for its registry's first answer. Later calls never wait. Default 5 s.</summary>
    public TimeSpan? FirstResolution { get; set; }

    /// <summary>How long calls that run at an endpoint may go on after it has left the list or begun to drain; then its connections are closed. Default 5 min.</summary>
    public TimeSpan? Drain { get; set; }
}
