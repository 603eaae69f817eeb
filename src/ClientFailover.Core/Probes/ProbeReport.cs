using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What the probes say of the endpoints of a service that are being probed. Immutable; read it once.</summary>
/// <param name="states">The endpoints that are being probed.</param>
public sealed class ProbeReport(ImmutableDictionary<EndpointIdentity, ProbeState> states)
{
    /// <summary>Nobody is being probed.</summary>
    public static readonly ProbeReport Empty = new(ImmutableDictionary<EndpointIdentity, ProbeState>.Empty);

    /// <summary>The endpoints that are being probed.</summary>
    public ImmutableDictionary<EndpointIdentity, ProbeState> States { get; } = states;

    /// <summary>The state of an endpoint; <see cref="ProbeState.Unknown"/> when it is not being probed.</summary>
    public ProbeState Of(EndpointIdentity identity) => States.GetValueOrDefault(identity) ?? ProbeState.Unknown;
}
