using System.Net;
using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>A call that ended without an answer. <see cref="Trace"/> lists its attempts, <see cref="Suppression"/> says why there was not another.</summary>
/// <remarks>An <see cref="HttpRequestException"/>, so that code written for <see cref="HttpClient"/> goes on catching it.</remarks>
public class FailoverException : HttpRequestException
{
    internal FailoverException(HttpRequestError error, string message, FailoverTrace trace, Exception? inner, HttpStatusCode? status = null)
        : base(error, message, inner, status) => Trace = trace;

    /// <summary>The attempts.</summary>
    public FailoverTrace Trace { get; }

    /// <summary>Why there was not another attempt.</summary>
    public RetrySuppression Suppression => Trace.Suppression;
}
