using System.Collections.Concurrent;

namespace ClientFailover.Testing;

/// <summary>What a <see cref="ScriptedTransport"/> does with attempts at one host and port.</summary>
internal sealed class AuthorityScript
{
    private volatile TransportBehavior _always = TransportBehaviors.Refuse;

    public TransportBehavior Always
    {
        set => _always = value;
    }

    public ConcurrentQueue<TransportBehavior> Next { get; } = new();

    public TransportBehavior Take() => Next.TryDequeue(out var behavior) ? behavior : _always;
}
