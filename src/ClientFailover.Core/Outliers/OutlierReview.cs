using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What a review of the ejections came to.</summary>
/// <param name="Ledger">The ledger from now on.</param>
/// <param name="Transitions">What changed, with the evidence; empty when nothing did. Those named start afresh (<see cref="EndpointStats.StartAfresh"/> on release, <see cref="EndpointStats.ClearRuns"/> otherwise).</param>
/// <param name="Reports">Outliers that a rule found and did not enforce (<see cref="EnforcementPolicy"/>), with the endpoint. Their runs start again too.</param>
public readonly record struct OutlierReview(
    EjectionLedger Ledger, ImmutableArray<EjectionTransition> Transitions, ImmutableArray<(EndpointIdentity Identity, EjectionEvidence Evidence)> Reports);
