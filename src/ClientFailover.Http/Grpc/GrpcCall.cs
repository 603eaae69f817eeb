using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>What a gRPC call has that another does not: its caller's time, of which later attempts are told what is left.</summary>
/// <param name="timeout">How long the caller waits (<c>grpc-timeout</c>); null when it does not say.</param>
internal sealed class GrpcCall(TimeSpan? timeout)
{
    private const string MediaType = "application/grpc";

    /// <summary>
    /// How much later than the caller's time is over an attempt is cut from here. The caller and the server watch the time themselves, and their word (DEADLINE_EXCEEDED) is the better one: this is
    /// for those who do not.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the caller waits; null when it does not say.</summary>
    public TimeSpan? Timeout => timeout;

    /// <summary>The gRPC part of a call; null when the request is none of gRPC. Costs nothing but a look at the content type.</summary>
    public static GrpcCall? Of(HttpRequestMessage request) => IsGrpc(request.Content) ? new(GrpcTimeout.Of(request)) : null;

    /// <summary>Whether a body is one of gRPC: <c>application/grpc</c>, with a format (<c>+proto</c>) or parameters or without. gRPC-Web has another framing, and its status in the body.</summary>
    public static bool IsGrpc(HttpContent? content) =>
        content?.Headers.ContentType?.MediaType is { } type
        && type.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) && (type.Length == MediaType.Length || type[MediaType.Length] == '+');

    /// <summary>What is left of the caller's time after <paramref name="elapsed"/>; <see cref="TimeSpan.MaxValue"/> when it is not bounded.</summary>
    public TimeSpan Left(TimeSpan elapsed) => timeout is { } bound ? bound - elapsed : TimeSpan.MaxValue;

    /// <summary>When an attempt is cut, likewise.</summary>
    public TimeSpan LeftForAttempt(TimeSpan elapsed) => timeout is { } bound ? bound - elapsed + Grace : TimeSpan.MaxValue;

    /// <summary>Whether a server that says DEADLINE_EXCEEDED after <paramref name="elapsed"/> means the caller's own. It counts from when it was asked, and in its own units.</summary>
    public bool IsOwnDeadline(TimeSpan elapsed) => timeout is { } bound && elapsed >= bound * 0.9;

    /// <summary>Tells the server of a later attempt how much time is left.</summary>
    public void Stamp(HttpRequestMessage request, TimeSpan elapsed)
    {
        if (timeout is not null)
        {
            request.Headers.Remove(GrpcTimeout.HeaderName);
            request.Headers.TryAddWithoutValidation(GrpcTimeout.HeaderName, GrpcTimeout.Format(Left(elapsed)));
        }
    }

    /// <summary>Gives the request the time back that its caller wrote.</summary>
    public void Restore(HttpRequestMessage request) => Stamp(request, TimeSpan.Zero);
}
