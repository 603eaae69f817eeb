using System.Net;

namespace ClientFailover.Testing;

/// <summary>An attempt a <see cref="ScriptedTransport"/> has seen. Immutable: what it had come to when it was asked for.</summary>
public sealed record TransportAttempt
{
    /// <summary>Host and port it was sent to: <c>10.0.0.5:8080</c>.</summary>
    public required string Authority { get; init; }

    /// <summary>The whole address it was sent to.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The <c>Host</c> header the request carried; null when it had none, and the server would have seen <see cref="Authority"/>.</summary>
    public required string? Host { get; init; }

    /// <summary>The method.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>When it was sent, by the transport's clock.</summary>
    public required MonotonicTime Started { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public MonotonicTime? Ended { get; init; }

    /// <summary>The status of the response; null when there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>What was thrown; null when there was a response, or none yet.</summary>
    public Exception? Error { get; init; }

    /// <summary>Whether it was given up by its sender before it ended.</summary>
    public bool Cancelled { get; init; }
}
