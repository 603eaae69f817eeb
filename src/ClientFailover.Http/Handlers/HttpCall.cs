using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>A call on its way: what its attempts have in common.</summary>
/// <param name="Request">The request. Each attempt gives it another address.</param>
/// <param name="Service">The address the caller wrote.</param>
/// <param name="Host">The host header the caller wrote; null for none.</param>
/// <param name="Body">What can be done about its body.</param>
/// <param name="AttemptTimeout">The time-out of an attempt that the request itself states; null for the policy's.</param>
/// <param name="Trace">What has happened.</param>
/// <param name="Next">The handler below.</param>
/// <param name="Cancellation">The caller's token.</param>
internal readonly record struct HttpCall(
    HttpRequestMessage Request, Uri Service, string? Host, RequestBody Body, TimeSpan? AttemptTimeout, FailoverTrace Trace,
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Next, CancellationToken Cancellation)
{
    public IEndpointPool Pool => Trace.Pool;

    /// <summary>Where its attempts may go; null for everywhere.</summary>
    public CallBounds? Bounds { get; init; }

    /// <summary>Picks the endpoint of its next attempt.</summary>
    public PickResult Pick(AttemptHistory? history) => Bounds is null ? Pool.Pick(history) : Bounds.Pick(Pool, history);

    /// <summary>What is left of the time of the whole call at <paramref name="now"/>.</summary>
    public TimeSpan TimeLeft(MonotonicTime now)
    {
        var total = Pool.Policy.Timeouts.Total;
        return total == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : total - (now - Trace.StartedAt);
    }

    /// <summary>The time of an attempt that begins at <paramref name="now"/>: its own, and no more than is left of the call's.</summary>
    public TimeSpan TimeForAttempt(MonotonicTime now)
    {
        var own = AttemptTimeout ?? Pool.Policy.Timeouts.Attempt;
        var left = TimeLeft(now);
        return left == TimeSpan.MaxValue || (own != Timeout.InfiniteTimeSpan && own < left) ? own
            : left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1); // the wait for the attempt used up the rest
    }

    /// <summary>Gives the request back as it was: a handler further out may send it again.</summary>
    public void Restore()
    {
        Request.RequestUri = Service;
        Request.Headers.Host = Host;
        RetryChain.Clear(Request);
    }
}
