using ClientFailover.Dns.Servers;

namespace ClientFailover.Dns.Tests;

/// <summary>A real named for a class of tests. Without one they are skipped, with the reason; in CI that is a failure.</summary>
public sealed class NamedFixture : IAsyncLifetime
{
    private DnsServer? _server;
    private string _reason = "";

    /// <summary>The server; skips the calling test when there is none.</summary>
    internal DnsServer Server
    {
        get
        {
            if (_server is null)
            {
                Assert.Skip($"no named: {_reason}");
            }

            return _server;
        }
    }

    /// <summary>Starts a server, or skips the calling test.</summary>
    internal static async Task<DnsServer> StartAsync(string kind)
    {
        try
        {
            return await DnsServer.StartAsync(kind);
        }
        catch (DnsUnavailableException e) when (!IsCI)
        {
            Assert.Skip($"no {kind}: {e.Message}");
            throw;
        }
    }

    private static bool IsCI => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public async ValueTask InitializeAsync()
    {
        try
        {
            _server = await DnsServer.StartAsync("named");
        }
        catch (DnsUnavailableException e) when (!IsCI)
        {
            _reason = e.Message;
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
