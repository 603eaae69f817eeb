using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>A call on its way: what its attempts have in common.</summary>
/// <param name="Request">The request. Each attempt gives it another address.</param>
/// <param name="Service">The address the caller wrote.</param>
/// <param name="Host">The host header the caller wrote; null for none.</param>
/// <param name="Body">What can be done about its body.</param>
/// <param name="Grpc">What it has as a gRPC call; null when it is none.</param>
/// <param name="AttemptTimeout">The time-out of an attempt that the request itself states; null for the policy's.</param>
/// <param name="Trace">What has happened.</param>
/// <param name="Next">The handler below.</param>
/// <param name="Cancellation">The caller's token.</param>
internal readonly record struct HttpCall(
    HttpRequestMessage Request, Uri Service, string? Host, RequestBody Body, GrpcCall? Grpc, TimeSpan? AttemptTimeout, FailoverTrace Trace,
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Next, CancellationToken Cancellation)
{
    public IEndpointPool Pool => Trace.Pool;

    /// <summary>Where its attempts may go; null for everywhere.</summary>
    public CallBounds? Bounds { get; init; }

    /// <summary>Picks the endpoint of its next attempt.</summary>
    public PickResult Pick(AttemptHistory? history) => Bounds is null ? Pool.Pick(history) : Bounds.Pick(Pool, history);

    /// <summary>Whether the application is still writing the stream that is its request.</summary>
    public bool IsStreaming => Grpc is not null && Body.Record is { IsAwaited: true };

    /// <summary>What is left of the time of the whole call at <paramref name="now"/>. It begins when a gRPC request is complete; a stream may take as long as its caller likes.</summary>
    public TimeSpan TimeLeft(MonotonicTime now) => Earlier(TotalLeft(now), Grpc?.Left(now - Trace.StartedAt) ?? TimeSpan.MaxValue);

    /// <summary>The time of an attempt that begins at <paramref name="now"/>, or whose request is complete then: its own, and no more than is left of the call's.</summary>
    public TimeSpan TimeForAttempt(MonotonicTime now)
    {
        var own = IsStreaming ? Timeout.InfiniteTimeSpan : AttemptTimeout ?? Pool.Policy.Timeouts.Attempt;
        var left = Earlier(TotalLeft(now), Grpc?.LeftForAttempt(now - Trace.StartedAt) ?? TimeSpan.MaxValue);
        return left == TimeSpan.MaxValue || (own != Timeout.InfiniteTimeSpan && own < left) ? own
            : left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1); // the wait for the attempt used up the rest
    }

    /// <summary>Since when an attempt that was begun at <paramref name="startedAt"/> owes an answer.</summary>
    public MonotonicTime OwedSince(MonotonicTime startedAt) => Grpc is null || Body.Record is not { } record ? startedAt : record.OwedSince(startedAt);

    /// <summary>Gives the request back as it was: a handler further out may send it again.</summary>
    public void Restore()
    {
        Request.RequestUri = Service;
        Request.Headers.Host = Host;
        RetryChain.Clear(Request);
        Grpc?.Restore(Request);
    }

    private TimeSpan TotalLeft(MonotonicTime now)
    {
        var total = Pool.Policy.Timeouts.Total;
        return total == Timeout.InfiniteTimeSpan || IsStreaming ? TimeSpan.MaxValue : total - (now - OwedSince(Trace.StartedAt));
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
