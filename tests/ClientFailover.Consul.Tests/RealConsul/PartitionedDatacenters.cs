using ClientFailover.Consul.Servers;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Consul.Tests;

/// <summary>Two real datacenters, the eastern of them on a host that can vanish without a word. Where that is not to be had the calling test is skipped, with the reason; in CI that is a failure.</summary>
internal sealed class PartitionedDatacenters : IAsyncDisposable
{
    private readonly TwoDatacenters _servers;

    private PartitionedDatacenters(RemoteHost host, TwoDatacenters servers) => (Host, _servers) = (host, servers);

    /// <summary>Where the eastern server runs.</summary>
    public RemoteHost Host { get; }

    public ConsulAgent East => _servers.East;

    public ConsulAgent West => _servers.West;

    public static async Task<PartitionedDatacenters> StartAsync()
    {
        var host = await RemoteHost.StartAsync();
        try
        {
            return new(host, await TwoDatacenters.StartAsync(
                new ConsulSite("east", "dc-east") { Address = host.FrontThere, PeerAddress = host.BackThere, Namespace = host.Namespace },
                new ConsulSite("west", "dc-west") { PeerAddress = host.BackHere }));
        }
        catch (ConsulUnavailableException e) when (!string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            await host.DisposeAsync();
            Assert.Skip($"no Consul: {e.Message}");
            throw;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Registers in the east from there: also while nothing reaches it.</summary>
    public Task RegisterThereAsync(ConsulRegistration registration) => PutThereAsync("register", registration.ForAgent().ToJsonString());

    /// <summary>Deregisters in the east from there: also while nothing reaches it.</summary>
    public Task DeregisterThereAsync(string id) => PutThereAsync($"deregister/{id}", "");

    public Task JoinedAsync() => _servers.JoinedAsync();

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await Host.DisposeAsync();
    }

    private Task PutThereAsync(string path, string body) => Host.RunAsync("curl", "-sSf", "-X", "PUT", "-d", body, new Uri(East.Address, "v1/agent/service/" + path).AbsoluteUri);
}
