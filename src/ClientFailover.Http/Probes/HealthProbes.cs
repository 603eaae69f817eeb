using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>The probes for every <see cref="ProbeKind"/>, over one set of connections that calls do not share.</summary>
/// <remarks>Thread-safe. One of these serves all services of a process; dispose it after those who use it.</remarks>
public sealed class HealthProbes : IHealthProbe, IDisposable
{
    private readonly HttpMessageInvoker _invoker = ProbeInvoker.Create();
    private readonly TcpProbe _tcp = new();
    private readonly HttpProbe _http;
    private readonly GrpcProbe _grpc;

    /// <summary>Creates them; nothing is connected yet.</summary>
    public HealthProbes()
    {
        _http = new(_invoker);
        _grpc = new(_invoker);
    }

    /// <inheritdoc/>
    public ValueTask<ProbeResult> ProbeAsync(ServiceName service, Endpoint endpoint, ProbePolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        IHealthProbe probe = policy.Kind switch
        {
            ProbeKind.Tcp => _tcp,
            ProbeKind.Http => _http,
            ProbeKind.Grpc => _grpc,
            _ => throw new ArgumentException($"Unknown kind of probe: {policy.Kind}.", nameof(policy)),
        };
        return probe.ProbeAsync(service, endpoint, policy, cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _invoker.Dispose();
}
