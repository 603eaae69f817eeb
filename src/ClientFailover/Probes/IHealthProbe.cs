namespace ClientFailover;

/// <summary>Asks an endpoint whether it is well. The seam for protocols of an application's own.</summary>
public interface IHealthProbe
{
    /// <summary>Asks once, at the endpoint's own address and port.</summary>
    /// <param name="service">The service it belongs to.</param>
    /// <param name="endpoint">Who is asked.</param>
    /// <param name="policy">What to ask.</param>
    /// <param name="cancellationToken">Cancelled when <see cref="ProbePolicy.Timeout"/> is over; end soon after. What is said then is not heard any more.</param>
    /// <returns>What was found. An exception counts as a failure, in the words of its message.</returns>
    /// <remarks>Called on a thread of the pool, and for many endpoints at once.</remarks>
    ValueTask<ProbeResult> ProbeAsync(ServiceName service, Endpoint endpoint, ProbePolicy policy, CancellationToken cancellationToken);
}
