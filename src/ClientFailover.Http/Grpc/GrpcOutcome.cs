using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;

namespace ClientFailover.Http;

/// <summary>What the answer to a gRPC call says about the endpoint: at its headers, where the status is there already, or none will come; and at its end.</summary>
internal static class GrpcOutcome
{
    private const string StatusName = "grpc-status";

    // The codes of gRPC's status.
    private const int Unknown = 2;
    private const int DeadlineExceeded = 4;
    private const int ResourceExhausted = 8;
    private const int Internal = 13;
    private const int Unavailable = 14;
    private const int DataLoss = 15;

    /// <summary>Whether the headers are all there is of the answer: they hold the status (trailers-only), or it is no answer of gRPC.</summary>
    public static bool IsOver(HttpResponseMessage response) => response.StatusCode != HttpStatusCode.OK || !GrpcCall.IsGrpc(response.Content) || StatusOf(response.Headers) is not null;

    /// <summary>
    /// What the headers say. Where gRPC says nothing, the HTTP status does, as it does of any answer; what is no answer of gRPC at all comes from another server than the one that was called.
    /// </summary>
    /// <param name="response">The answer.</param>
    /// <param name="isOwnDeadline">Whether the caller's own time is over.</param>
    public static OutcomeKind OfHeaders(HttpResponseMessage response, bool isOwnDeadline) =>
        StatusOf(response.Headers) is { } status ? Of(status, isOwnDeadline)
        : response.StatusCode != HttpStatusCode.OK ? HttpOutcome.Of(response.StatusCode)
        : GrpcCall.IsGrpc(response.Content) ? OutcomeKind.Success
        : OutcomeKind.ServerError;

    /// <summary>What the end of a body says, by its trailers. An answer without a status has broken off.</summary>
    public static OutcomeKind OfTrailers(HttpResponseMessage response, bool isOwnDeadline) =>
        StatusOf(response.TrailingHeaders) is { } status ? Of(status, isOwnDeadline) : OutcomeKind.ConnectionLost;

    /// <summary>
    /// UNAVAILABLE and RESOURCE_EXHAUSTED are overload; INTERNAL, UNKNOWN and DATA_LOSS failures of the server. DEADLINE_EXCEEDED blames nobody when the time was the caller's, and one behind the
    /// server when it was not. Everything else is an endpoint that works.
    /// </summary>
    private static OutcomeKind Of(int status, bool isOwnDeadline) => status switch
    {
        Unavailable => OutcomeKind.Unavailable,
        ResourceExhausted => OutcomeKind.Overloaded,
        Internal or Unknown or DataLoss => OutcomeKind.ServerError,
        DeadlineExceeded => isOwnDeadline ? OutcomeKind.Cancelled : OutcomeKind.GatewayError,
        _ => OutcomeKind.Success,
    };

    private static int? StatusOf(HttpHeaders headers) =>
        !headers.NonValidated.TryGetValues(StatusName, out var values) ? null
        : int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status
        : Unknown;
}
