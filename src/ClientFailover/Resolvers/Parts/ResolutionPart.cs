namespace ClientFailover;

/// <summary>One of several places that know endpoints of a service: a datacenter, a cluster, a name. <see cref="PartWatch"/> makes one answer of what they say.</summary>
/// <param name="Title">How the place is called in messages: <c>datacenter 'east'</c>. Begins in lower case and holds no secret.</param>
/// <param name="Watch">
/// Asks it until the token is cancelled, as <see cref="IEndpointResolver.WatchAsync"/> does: the present answer, a new one whenever it changes, and
/// <see cref="Resolution.Failed"/> once for each attempt while it cannot be asked. An answer may be repeated. It is called once for each watch.
/// </param>
public sealed record ResolutionPart(string Title, Func<CancellationToken, IAsyncEnumerable<Resolution>> Watch);
