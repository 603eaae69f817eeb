using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>A call that was not made because no endpoint lies where it may go: its service's <see cref="FailoverPolicy.Residency"/>, its own selector, or the primary of its writes.</summary>
public sealed class OutOfBoundsException : FailoverException
{
    internal OutOfBoundsException(string message, FailoverTrace trace, EndpointSelector limit)
        : base(HttpRequestError.NameResolutionError, message, trace, inner: null) => Limit = limit;

    /// <summary>Where the call was allowed to go.</summary>
    public EndpointSelector Limit { get; }
}
