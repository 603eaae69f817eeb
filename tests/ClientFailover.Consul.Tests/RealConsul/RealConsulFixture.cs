using ClientFailover.Consul.Servers;

namespace ClientFailover.Consul.Tests;

/// <summary>Two real datacenters for a class of tests. Without a Consul they are skipped, with the reason; in CI that is a failure.</summary>
public sealed class RealConsulFixture : IAsyncLifetime
{
    private TwoDatacenters? _servers;
    private string _reason = "";

    /// <summary>The servers; skips the calling test when there are none.</summary>
    internal TwoDatacenters Servers
    {
        get
        {
            if (_servers is null)
            {
                Assert.Skip($"no Consul: {_reason}");
            }

            return _servers;
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            _servers = await TwoDatacenters.StartAsync();
        }
        catch (ConsulUnavailableException e) when (!string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            _reason = e.Message;
        }
    }

    public ValueTask DisposeAsync() => _servers?.DisposeAsync() ?? ValueTask.CompletedTask;
}
