namespace ClientFailover;

/// <summary>Where calls go that change something, for a service with one place that takes them.</summary>
public sealed record WritesPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly WritesPolicy Default = new();

    /// <summary>The endpoints that take writes, such as <c>region=us-east</c> or <c>role=primary</c>. Default: <see cref="EndpointSelector.Everything"/>, writes are calls like others.</summary>
    public EndpointSelector Primary { get; init; } = EndpointSelector.Everything;

    /// <summary>What becomes of a write when the primary is lost. Default <see cref="PrimaryLoss.Fail"/>, but it has to be said when a primary is.</summary>
    public PrimaryLoss OnLoss { get; init; }

    /// <summary>Which calls are writes. Default <see cref="WriteCalls.NotIdempotent"/>.</summary>
    public WriteCalls Calls { get; init; }
}
