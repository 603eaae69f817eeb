namespace ClientFailover;

/// <summary>A source of endpoints: Consul, Kubernetes, DNS, configuration, or one of your own.</summary>
/// <remarks>
/// <para>The library runs one watch per service and process, however many clients use the service.</para>
/// <para>
/// A watch gives the present answer as soon as it has one and a new one whenever it changes, until it is cancelled. It does its own
/// waiting and backing off; while the source cannot be asked it says so (<see cref="Resolution.Failed"/>), once for each attempt.
/// A watch that throws, or ends, is counted as failed and started again with back-off, so an implementation need not catch everything.
/// </para>
/// <para>Called from several threads at once, for different services.</para>
/// </remarks>
public interface IEndpointResolver
{
    /// <summary>A short name for logs, metrics and explanations, and for a service's list of sources: <c>consul</c>, <c>configuration</c>.</summary>
    string Name { get; }

    /// <summary>Watches a service until <paramref name="cancellationToken"/> is cancelled.</summary>
    IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, CancellationToken cancellationToken);
}
