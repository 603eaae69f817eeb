using System.Collections.Concurrent;

namespace ClientFailover.Tests;

/// <summary>Answers probes as told, and remembers who was asked.</summary>
internal sealed class AnsweringProbe : IHealthProbe
{
    public Func<Endpoint, ProbeResult> Answer { get; set; } = static _ => ProbeResult.Passed("scripted");

    public ConcurrentQueue<string> Asked { get; } = new();

    public ValueTask<ProbeResult> ProbeAsync(ServiceName service, Endpoint endpoint, ProbePolicy policy, CancellationToken cancellationToken)
    {
        Asked.Enqueue(endpoint.Address.Host);
        return new(Answer(endpoint));
    }
}
