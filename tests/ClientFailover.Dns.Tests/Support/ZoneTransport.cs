using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>Replies out of zones, by server, without a socket and without a thread: for virtual time.</summary>
internal sealed class ZoneTransport(TimeProvider clock) : IDnsTransport
{
    private readonly ConcurrentQueue<(IPEndPoint Server, string Name, DnsType Type, bool OverTcp, long At)> _asked = new();

    /// <summary>What the servers know that are not in <see cref="Servers"/>.</summary>
    public Zone Zone { get; } = new();

    /// <summary>Servers that know something of their own; null for one that never answers.</summary>
    public Dictionary<IPEndPoint, Zone?> Servers { get; } = [];

    public bool IsSilent { get; set; }

    public TimeSpan Delay { get; set; }

    /// <summary>The next question meets a broken server: an error of the socket, or half a reply.</summary>
    public Func<byte[], byte[]>? Next { get; set; }

    public IReadOnlyList<(IPEndPoint Server, string Name, DnsType Type, bool OverTcp, long At)> Asked => [.. _asked];

    public static byte[] Refuse(byte[] reply) => throw new SocketException((int)SocketError.ConnectionRefused);

    public static byte[] Cut(byte[] reply) => reply[..(reply.Length / 2)];

    public async ValueTask<int> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> reply, DnsTransportOptions options, CancellationToken cancellationToken)
    {
        var (name, type) = Zone.Question(query.Span);
        _asked.Enqueue((server, name, type, options.OverTcp, clock.GetTimestamp()));
        var zone = Servers.TryGetValue(server, out var own) ? own : Zone;
        if (IsSilent || zone is null)
        {
            await Never.EndsAsync(cancellationToken);
        }

        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, clock, cancellationToken);
        }

        var octets = zone!.Reply(query.Span);
        if (Next is { } broken)
        {
            Next = null;
            octets = broken(octets);
        }

        if (!options.OverTcp && octets.Length > 1232)
        {
            octets = Message.To(query.Span).Truncated().Octets();
        }

        octets.CopyTo(reply);
        return octets.Length;
    }
}
