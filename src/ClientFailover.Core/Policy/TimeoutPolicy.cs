namespace ClientFailover;

/// <summary>How long each step of a call may take. Each is more than zero; <see cref="Timeout.InfiniteTimeSpan"/> switches one off.</summary>
public sealed record TimeoutPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly TimeoutPolicy Default = new();

    /// <summary>Opening a connection. Used by the primary handler this library makes; an application's own keeps its own. Default 1 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The TLS handshake, after the connection is open. Used as <see cref="Connect"/> is. Default 2 s.</summary>
    public TimeSpan Tls { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>One attempt, to its response headers. Default 10 s.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The whole call, all attempts and waits. Not below <see cref="Attempt"/>. Default 30 s.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the first call to a service waits for its registry's first answer. Later calls never wait. Default 5 s.</summary>
    public TimeSpan FirstResolution { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long calls that run at an endpoint may go on after it has left the list or begun to drain; it gets no new ones from the first moment. Then its connections are closed, by the primary
    /// handler this library makes. Default 5 min.
    /// </summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromMinutes(5);
}
