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

    /// <summary>The pool of a service; made, and its watch started, when it is first asked for.</summary>
    /// <param name="service">The service.</param>
    /// <param name="policy">The name of the service whose options apply; null for its own.</param>
    /// <exception cref="ObjectDisposedException">The registry was disposed.</exception>
    IEndpointPool GetPool(ServiceName service, string? policy = null);

    /// <summary>The pool of the service that a host of a request names.</summary>
    /// <exception cref="FormatException">The host is not a service name.</exception>
    /// <exception cref="ObjectDisposedException">The registry was disposed.</exception>
    IEndpointPool GetPool(string host, string? policy = null);
}
