using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What one round of maintenance came to.</summary>
/// <param name="Plan">The plan to publish; null when the present one stands.</param>
/// <param name="Transitions">Who was ejected or released.</param>
/// <param name="Reports">Outliers that were found and not ejected.</param>
/// <param name="Circuits">Which zones and regions were left, or are tried again.</param>
/// <param name="NextReview">When there is something to look at again; null when there is nothing before the next attempt.</param>
internal readonly record struct PoolChange(
    FailoverPlan? Plan, ImmutableArray<EjectionTransition> Transitions, ImmutableArray<(EndpointIdentity Identity, EjectionEvidence Evidence)> Reports,
    IReadOnlyList<(Locality Locality, CircuitTransition Transition)> Circuits, MonotonicTime? NextReview);
