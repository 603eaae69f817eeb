using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What one round of maintenance came to.</summary>
/// <param name="Plan">The plan to publish; null when the present one stands.</param>
/// <param name="Transitions">Who was ejected or released.</param>
/// <param name="NextReview">When the ejections want reviewing without being asked; null when there are none.</param>
internal readonly record struct PoolChange(FailoverPlan? Plan, ImmutableArray<EjectionTransition> Transitions, MonotonicTime? NextReview);
