namespace ClientFailover;

/// <summary>Why an endpoint is not used, or why no endpoint could be picked.</summary>
public enum RefusalReason
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The service has no endpoint: its registry has not answered yet, or names none.</summary>
    NoEndpoints = 1,

    /// <summary>A better tier takes all the traffic.</summary>
    BetterTier = 2,

    /// <summary>Healthy endpoints take all the traffic, and this one is degraded.</summary>
    Degraded = 3,

    /// <summary>Ejected; it is used only in panic or when every other endpoint was tried.</summary>
    Ejected = 4,

    /// <summary>Draining: it takes no new call.</summary>
    Draining = 5,

    /// <summary>A strict routing preference rules it out.</summary>
    Ineligible = 6,

    /// <summary>The circuit of its zone or region is open, or half-open: it is used only in panic or when every other endpoint was tried.</summary>
    CircuitOpen = 7,

    /// <summary>An operator evacuated or drained it, or pinned the traffic elsewhere.</summary>
    Evacuated = 8,

    /// <summary>Its probes fail: it is used only in panic or when every other endpoint was tried.</summary>
    ProbeFailed = 9,

    /// <summary>It lies outside the limit of its service (<see cref="FailoverPolicy.Residency"/>) or of the call.</summary>
    OutOfBounds = 10,

    /// <summary>Another instance than the registry says has answered at its address: it is not used until the registry has listed it anew.</summary>
    WrongIdentity = 11,
}
