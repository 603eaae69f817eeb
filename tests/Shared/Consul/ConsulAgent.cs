using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

#pragma warning disable CA1507 // The names are the wire's, not ours.

namespace ClientFailover.Consul.Servers;

/// <summary>One server of Consul, the only one of its datacenter, with its state in memory: a restart loses everything.</summary>
internal sealed class ConsulAgent(ConsulSite site, IReadOnlyList<int> ports, string wan, IReadOnlyDictionary<string, string> environment, HttpClient http)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Datacenter => site.Datacenter;

    /// <summary>Its HTTP API.</summary>
    public Uri Address { get; } = new($"http://{site.Address}:{ports[0]}/");

    /// <summary>Its DNS interface, at the same address.</summary>
    public int DnsPort => ports[1];

    /// <summary>Starts it, with an empty state, and returns once it has a leader.</summary>
    public Task StartAsync() => ScriptAsync(
        "start", site.Name, Datacenter, "server", site.PeerAddress, $"client={site.Address}", $"netns={site.Namespace}", "store=memory", Port("http", 0), Port("dns", 1), Port("server", 2), Port("lan", 3), Port("wanport", 4),
        $"wan={wan}", $"owner={Environment.ProcessId}", $"extra={environment["CONSUL_SETTINGS"]}");

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => ScriptAsync("kill", site.Name);

    /// <summary>Freezes it: its sockets stay open and nothing answers.</summary>
    public Task PauseAsync() => ScriptAsync("pause", site.Name);

    /// <summary>Lets it run again.</summary>
    public Task ResumeAsync() => ScriptAsync("resume", site.Name);

    /// <summary>Registers at the agent, or changes what is registered under the same ID.</summary>
    public Task RegisterAsync(ConsulRegistration registration) => PutAsync("v1/agent/service/register", registration.ForAgent());

    public Task DeregisterAsync(string id) => PutAsync($"v1/agent/service/deregister/{id}", null);

    /// <summary>Registers in the catalog on a node without an agent, which Consul checks far less strictly.</summary>
    public Task RegisterInCatalogAsync(ConsulRegistration registration, string node, string nodeAddress, IReadOnlyDictionary<string, string>? nodeMeta = null) =>
        PutAsync("v1/catalog/register", new JsonObject
        {
            ["Node"] = node,
            ["Address"] = nodeAddress,
            ["NodeMeta"] = ConsulRegistration.Object(nodeMeta ?? new Dictionary<string, string>(StringComparer.Ordinal)),
            ["Service"] = registration.ForCatalog(),
        });

    /// <summary>Sets the check of a registration: passing, warning or critical.</summary>
    public Task SetCheckAsync(ConsulRegistration registration, string status, string? output = null) =>
        PutAsync($"v1/agent/check/update/{registration.CheckId}", new JsonObject { ["Status"] = status, ["Output"] = output ?? status });

    public Task SetMaintenanceAsync(string id, bool on) => PutAsync($"v1/agent/service/maintenance/{id}?enable={(on ? "true" : "false")}&reason=test", null);

    public Task SetNodeMaintenanceAsync(bool on) => PutAsync($"v1/agent/maintenance?enable={(on ? "true" : "false")}&reason=test", null);

    /// <summary>Makes a prepared query for a service, which turns to another datacenter when its own has nobody.</summary>
    public async Task CreateQueryAsync(string query, string service, string failover)
    {
        var body = new JsonObject
        {
            ["Name"] = query,
            ["Service"] = new JsonObject { ["Service"] = service, ["Failover"] = new JsonObject { ["Datacenters"] = new JsonArray(failover) } },
        };
        using var response = await http.PostAsJsonAsync(new Uri(Address, "v1/query"), body).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Whether it can answer for a datacenter.</summary>
    internal async Task<bool> SeesAsync(string other, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Address, $"v1/catalog/services?dc={other}"), cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Port(string key, int index) => string.Create(CultureInfo.InvariantCulture, $"{key}={ports[index]}");

    private Task<string> ScriptAsync(params string[] arguments) => ServerScripts.RunAsync("consul-agent.sh", environment, Limit, arguments);

    private async Task PutAsync(string path, JsonObject? body)
    {
        using var response = await http.PutAsync(new Uri(Address, path), body is null ? null : JsonContent.Create(body)).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"Consul answered {(int)response.StatusCode} to {path}: {await response.Content.ReadAsStringAsync().ConfigureAwait(false)}");
        }
    }
}
