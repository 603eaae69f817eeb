namespace ClientFailover.Consul.Servers;

/// <summary>Where a server of Consul runs: by default on loopback, as everything else.</summary>
/// <param name="Name">The server's name.</param>
/// <param name="Datacenter">Its datacenter.</param>
internal sealed record ConsulSite(string Name, string Datacenter)
{
    /// <summary>The address at which clients ask it.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The address at which other servers do.</summary>
    public string PeerAddress { get; init; } = "127.0.0.1";

    /// <summary>The network namespace it runs in; null for that of the test.</summary>
    public string? Namespace { get; init; }
}
