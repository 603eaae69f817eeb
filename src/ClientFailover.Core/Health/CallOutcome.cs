namespace ClientFailover;

/// <summary>How an attempt ended and how long it took.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Latency">From sending to the response headers, or to the failure. Not negative.</param>
public readonly record struct CallOutcome(OutcomeKind Kind, TimeSpan Latency)
{
    /// <summary>Whether the attempt speaks against the endpoint.</summary>
    public bool IsFailure => Kind is not (OutcomeKind.Success or OutcomeKind.Cancelled);

    /// <summary>Whether the attempt counts towards an ejection: a failure that is not mere overload.</summary>
    public bool CountsAgainst => IsFailure && Kind is not OutcomeKind.Overloaded;
}
