namespace ClientFailover.Consul.Servers;

/// <summary>Two datacenters of a real Consul, one server each, joined over the WAN; gone when disposed, or when the process ends.</summary>
internal sealed class TwoDatacenters : IAsyncDisposable
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string> _environment;
    private readonly HttpClient _http;

    private TwoDatacenters(ConsulSite east, ConsulSite west, Dictionary<string, string> environment, IReadOnlyList<int> ports)
    {
        _environment = environment;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Limit };
        East = new ConsulAgent(east, [.. ports.Take(5)], $"{west.PeerAddress}:{ports[9]}", environment, _http);
        West = new ConsulAgent(west, [.. ports.Skip(5)], $"{east.PeerAddress}:{ports[4]}", environment, _http);
    }

    /// <summary>The only server of <c>dc-east</c>.</summary>
    public ConsulAgent East { get; }

    /// <summary>The only server of <c>dc-west</c>.</summary>
    public ConsulAgent West { get; }

    /// <summary>Starts both, in some 0.5 seconds; the first time on a machine Consul may have to be downloaded.</summary>
    /// <exception cref="ConsulUnavailableException">No Consul can be had.</exception>
    public static Task<TwoDatacenters> StartAsync() => StartAsync(new("east", "dc-east"), new("west", "dc-west"));

    /// <summary>Starts both where they are to run; their names are told apart by these.</summary>
    /// <exception cref="ConsulUnavailableException">No Consul can be had.</exception>
    public static async Task<TwoDatacenters> StartAsync(ConsulSite east, ConsulSite west)
    {
        var folder = Directory.CreateTempSubdirectory("clientfailover-consul-").FullName;
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["CONSUL_BIN"] = await InstallAsync().ConfigureAwait(false),
            ["CONSUL_RUN"] = folder,
            ["CONSUL_SETTINGS"] = await SettingsAsync(folder).ConfigureAwait(false),
        };
        for (var attempt = 1; ; attempt++)
        {
            var servers = new TwoDatacenters(east, west, environment, ServerScripts.FreePorts(10));
            try
            {
                await Task.WhenAll(servers.East.StartAsync(), servers.West.StartAsync()).ConfigureAwait(false);
                await servers.JoinedAsync().ConfigureAwait(false);
                return servers;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // Somebody else took one of the ports in the meantime.
                await servers.StopAsync().ConfigureAwait(false);
            }
            catch
            {
                await servers.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Returns once each datacenter can be asked through the other's agent.</summary>
    public async Task JoinedAsync()
    {
        using var deadline = new CancellationTokenSource(Limit);
        while (!(await East.SeesAsync(West.Datacenter, deadline.Token).ConfigureAwait(false) && await West.SeesAsync(East.Datacenter, deadline.Token).ConfigureAwait(false)))
        {
            // Each turn is two requests, so this does not spin.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        Directory.Delete(_environment["CONSUL_RUN"], recursive: true);
    }

    /// <summary>Two hundred watches and the test itself are more than the 200 connections that an agent grants a client by default.</summary>
    private static async Task<string> SettingsAsync(string folder)
    {
        var file = Path.Combine(folder, "settings.json");
        await File.WriteAllTextAsync(file, """{ "limits": { "http_max_conns_per_client": 1000 } }""").ConfigureAwait(false);
        return file;
    }

    private static async Task<string> InstallAsync()
    {
        try
        {
            return await ServerScripts.RunAsync("install-consul.sh", new Dictionary<string, string>(StringComparer.Ordinal), InstallLimit).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            throw new ConsulUnavailableException(e.Message);
        }
    }

    private async Task StopAsync()
    {
        await ServerScripts.RunAsync("consul-agent.sh", _environment, Limit, "stopall").ConfigureAwait(false);
        _http.Dispose();
    }
}
