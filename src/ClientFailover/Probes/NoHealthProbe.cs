namespace ClientFailover;

/// <summary>Probes nobody: register it as the <see cref="IHealthProbe"/> where connections that carry no call are not wanted. Ejections then end by time alone.</summary>
public sealed class NoHealthProbe : IHealthProbe
{
    /// <summary>The one there need be.</summary>
    public static readonly NoHealthProbe Instance = new();

    /// <inheritdoc/>
    public ValueTask<ProbeResult> ProbeAsync(ServiceName service, Endpoint endpoint, ProbePolicy policy, CancellationToken cancellationToken) =>
        throw new NotSupportedException("There is no probe. Register an IHealthProbe.");
}
