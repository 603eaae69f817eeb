using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>How many attempts a call has and how they are spaced.</summary>
public sealed record AttemptPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly AttemptPolicy Default = new();

    /// <summary>Attempts in all, the first included. 1 to 10; 1 means no retry. Default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The wait before an endpoint is tried a second time, which happens only when every other was tried: at most this much for the first such wait. Default 25 ms (Envoy).</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>What the bound of the wait grows by from one to the next. 1 or more. Default 2.</summary>
    public double BackoffFactor { get; init; } = 2;

    /// <summary>The largest bound of a wait; not below <see cref="BackoffBase"/>. Default 1 s.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A body that is a stream of known length, and belongs to a request that may be repeated, is read into memory before it is sent if it is not larger than this, in bytes; one of unknown length
    /// is kept while it is sent, as far as this. 0 or more; 0 buffers nothing. Default 65,536 (Linkerd). A larger one has a single attempt.
    /// </summary>
    public int MaxBufferedBody { get; init; } = 64 * 1024;

    /// <summary>What is known of certain routes; the first that matches holds. Default: none, and the method decides.</summary>
    public ImmutableArray<RoutePolicy> Routes { get; init; } = [];
}
