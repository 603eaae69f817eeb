using System.Net.Http;
using System.Net.Http.Json;

namespace ClientFailover.Http;

/// <summary>Whether a request may be sent a second time.</summary>
internal static class ReplaySafety
{
    /// <summary>Why the attempt after <paramref name="outcome"/> must not be made; <see cref="RetrySuppression.None"/> when it may.</summary>
    public static RetrySuppression Check(HttpRequestMessage request, OutcomeKind outcome)
    {
        // What never left may always be sent, and its body was not read.
        if (outcome == OutcomeKind.ConnectFailed)
        {
            return RetrySuppression.None;
        }

        var idempotent = request.Options.TryGetValue(FailoverRequestOptions.IsIdempotent, out var stated) ? stated : IsIdempotent(request.Method);
        return !idempotent ? RetrySuppression.NotIdempotent
            : CanBeReadAgain(request.Content) ? RetrySuppression.None : RetrySuppression.BodyNotReplayable;
    }

    /// <summary>RFC 9110 §9.2.2: repeating these has the effect of sending them once.</summary>
    private static bool IsIdempotent(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace
        || method == HttpMethod.Put || method == HttpMethod.Delete;

    /// <summary>RFC 9110 §9.2.1: safe methods ask for nothing to be changed, so two at once do no more harm than one.</summary>
    public static bool CanBeMadeTwiceAtOnce(HttpRequestMessage request) =>
        (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options || request.Method == HttpMethod.Trace)
        && CanBeReadAgain(request.Content) && !(request.Options.TryGetValue(FailoverRequestOptions.IsIdempotent, out var stated) && !stated);

    /// <summary>Contents that serialize from memory give the same bytes each time; a stream may be half consumed.</summary>
    public static bool CanBeReadAgain(HttpContent? content) =>
        content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;
}
