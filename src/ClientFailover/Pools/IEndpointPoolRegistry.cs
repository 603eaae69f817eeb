namespace ClientFailover;

/// <summary>The pools of a process. Thread-safe. Disposing it ends every watch and loop.</summary>
public interface IEndpointPoolRegistry : IDisposable, IAsyncDisposable
{
    /// <summary>The pools made so far.</summary>
    IReadOnlyCollection<IEndpointPool> Pools { get; }

    /// <summary>The policy of services that have no options of their own.</summary>
    FailoverPolicy DefaultPolicy { get; }

    /// <summary>The clock of the pools.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>The time on that clock, comparable with that of every pool.</summary>
    MonotonicTime Now { get; }

    /// <summary>The pool of a service; made, and its watch started, when it is first asked for.</summary>
    /// <param name="service">The service.</param>
    /// <param name="policy">The name of the service whose options apply; null for its own.</param>
    /// <exception cref="ObjectDisposedException">The registry was disposed.</exception>
    IEndpointPool GetPool(ServiceName service, string? policy = null);

    /// <summary>The pool of the service that a host of a request names.</summary>
    /// <exception cref="FormatException">The host is not a service name.</exception>
    /// <exception cref="ObjectDisposedException">The registry was disposed.</exception>
    IEndpointPool GetPool(string host, string? policy = null);

    /// <summary>Tells <paramref name="listener"/> of every event of every pool, in the order of each pool, until the result is disposed.</summary>
    /// <param name="listener">Called on the maintenance loop of a pool, outside locks: be quick. What it throws is logged.</param>
    IDisposable Subscribe(Action<FailoverEvent> listener);

    /// <summary>Moves traffic by hand: evacuates or drains an endpoint, a zone or a region, or pins the traffic to it.</summary>
    /// <param name="target">What is concerned. One that no endpoint matches is accepted and reported as such (<see cref="EvacuationBegan.Matches"/>): endpoints may come later.</param>
    /// <param name="action">What is wanted.</param>
    /// <param name="reason">Why; stands in events and logs. Not empty.</param>
    /// <param name="duration">When it ends by itself. More than zero.</param>
    /// <param name="service">The service it is for; null for all.</param>
    /// <returns>Ends it early when it is disposed.</returns>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The duration is not more than zero.</exception>
    IDisposable Evacuate(EvacuationTarget target, EvacuationAction action, string reason, TimeSpan duration, ServiceName? service = null);
}
