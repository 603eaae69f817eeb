using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Keys of <see cref="HttpRequestMessage.Options"/> by which one request differs from its client's policy.</summary>
public static class FailoverRequestOptions
{
    /// <summary>Whether the request may be sent again after it may have been received. Default: by its route (<see cref="AttemptPolicy.Routes"/>), an <c>Idempotency-Key</c>, or its method (GET, HEAD, OPTIONS, TRACE, PUT, DELETE may).</summary>
    public static readonly HttpRequestOptionsKey<bool> IsIdempotent = new("ClientFailover.IsIdempotent");

    /// <summary>
    /// Makes a fresh body for each attempt, so that a request with a large body, or one whose length is not known, can be sent again. Called for the first attempt only when the request has no
    /// content; a body that is replaced is disposed. Default: none.
    /// </summary>
    public static readonly HttpRequestOptionsKey<Func<HttpContent>> ContentFactory = new("ClientFailover.ContentFactory");

    /// <summary>
    /// What the request asks for, by a name that all requests of its kind share, such as <c>GET /orders/{id}</c>: failures are told apart by it (<see cref="RouteRule"/>). Default: the pattern of its
    /// route (<see cref="AttemptPolicy.Routes"/>), or its method and path with a <c>*</c> for each part that looks like data.
    /// </summary>
    public static readonly HttpRequestOptionsKey<string> Route = new("ClientFailover.Route");

    /// <summary>
    /// The endpoints that the call may go to, besides what its service allows (<see cref="FailoverPolicy.Residency"/>): a hard limit on all its attempts. Make one selector and keep it, such as
    /// <c>EndpointSelector.InRegions("eu-west", "eu-central")</c>. Default: none.
    /// </summary>
    public static readonly HttpRequestOptionsKey<EndpointSelector> Selector = new("ClientFailover.Selector");

    /// <summary>What the call is known by: calls of the same key go to the same endpoint while it is in service. Default: what <see cref="AffinityPolicy"/> finds in its header or cookie.</summary>
    public static readonly HttpRequestOptionsKey<string> AffinityKey = new("ClientFailover.AffinityKey");

    /// <summary>The time-out of each attempt of this request, more than zero and at most a day, or infinite. Default: <see cref="TimeoutPolicy.Attempt"/>.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> AttemptTimeout = new("ClientFailover.AttemptTimeout");
}
