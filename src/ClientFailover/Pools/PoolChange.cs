using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What one round of maintenance came to.</summary>
/// <param name="Plan">The plan to publish; null when the present one stands.</param>
/// <param name="Events">What has happened, in order.</param>
/// <param name="ToProbe">Who is to be probed from now on.</param>
/// <param name="IsIdle">Whether no attempt was made for a while: the next one is to wake the loop.</param>
/// <param name="NextReview">When there is something to look at without that; null for never.</param>
internal readonly record struct PoolChange(FailoverPlan? Plan, IReadOnlyList<FailoverEvent> Events, ImmutableArray<Endpoint> ToProbe, bool IsIdle, MonotonicTime? NextReview);
