using System.Net;

namespace ClientFailover.Http;

/// <summary>One attempt of a call.</summary>
/// <param name="Endpoint">Where it went.</param>
/// <param name="Tier">The endpoint's tier, 0 is the best.</param>
/// <param name="Health">What the plan made of the endpoint.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="StatusCode">The status of the answer; null when there was none.</param>
/// <param name="StartedAfter">From the start of the call to the start of the attempt.</param>
/// <param name="Duration">To the response headers or to the failure.</param>
/// <param name="Error">What went wrong, when no answer came.</param>
public sealed record AttemptTrace(
    Endpoint Endpoint, int Tier, EndpointHealth Health, OutcomeKind Outcome, HttpStatusCode? StatusCode, TimeSpan StartedAfter, TimeSpan Duration, string? Error)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Endpoint} (tier {Tier}): {Outcome}{(StatusCode is { } status ? $" {(int)status}" : "")} after {Duration.TotalMilliseconds:0.#} ms{(Error is null ? "" : $" ({Error})")}";
}
