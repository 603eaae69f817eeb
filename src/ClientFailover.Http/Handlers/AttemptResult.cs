using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>How an attempt ended: with a response or with an error.</summary>
/// <param name="Pick">Where it went.</param>
/// <param name="Outcome">What it says of the endpoint.</param>
/// <param name="Response">The response; null for none.</param>
/// <param name="Error">The error; null for none.</param>
internal readonly record struct AttemptResult(PickResult Pick, CallOutcome Outcome, HttpResponseMessage? Response, Exception? Error)
{
    /// <summary>What the call has tried, this attempt included, where a rescue has kept count; else null.</summary>
    public AttemptHistory? History { get; init; }

    /// <summary>Whether it is the answer the call was made for.</summary>
    public bool IsGood => Response is not null && !Outcome.IsFailure;

    /// <summary>Whether there is nothing to be repeated: the caller gave up, or a handler below failed by itself.</summary>
    public bool IsGivenUp => Response is null && Outcome.Kind is OutcomeKind.Cancelled or OutcomeKind.Silent;
}
