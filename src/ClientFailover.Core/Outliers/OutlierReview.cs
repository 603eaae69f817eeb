using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What a review of the ejections came to.</summary>
/// <param name="Ledger">The ledger from now on.</param>
/// <param name="Transitions">What changed, with the evidence; empty when nothing did. The runs of failures of those named start again at zero (<see cref="EndpointStats.ClearRuns"/>).</param>
public readonly record struct OutlierReview(EjectionLedger Ledger, ImmutableArray<EjectionTransition> Transitions);
