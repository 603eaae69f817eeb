using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>A resolver with the usual settings, a virtual clock, no jitter, and servers in memory.</summary>
internal sealed class VirtualDns : IAsyncDisposable
{
    private readonly List<Watched> _watches = [];

    public VirtualDns(Action<DnsOptions>? configure = null, ListLogger<DnsResolver>? log = null, double random = 0)
    {
        Transport = new(Clock);
        Resolver = new DnsResolver(DnsSettings.From(Settings.Options("192.0.2.1", configure)), Clock, log, () => random, Transport);
    }

    public VirtualTimeProvider Clock { get; } = new();

    public ZoneTransport Transport { get; }

    public Zone Zone => Transport.Zone;

    public DnsResolver Resolver { get; }

    public Watched Watch(string service)
    {
        var watch = new Watched(Resolver, service, Clock);
        _watches.Add(watch);
        return watch;
    }

    /// <summary>The questions so far: type and name.</summary>
    public string[] Asked => [.. Transport.Asked.Select(static one => $"{one.Type} {one.Name}")];

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in _watches)
        {
            await watch.DisposeAsync();
        }

        await Resolver.DisposeAsync();
    }
}
