using System.Collections.Immutable;
using ClientFailover.Dns.Servers;
using ClientFailover.Testing;

namespace ClientFailover.Dns.Tests;

/// <summary>A real named, changed by dynamic updates. Each harness has a service of its own on it.</summary>
internal sealed class NamedHarness : IResolverHarness
{
    private static int _count;
    private readonly DnsServer _server;
    private bool _isPaused;

    public NamedHarness(DnsServer server)
    {
        _server = server;
        Service = ServiceName.Parse($"orders{Interlocked.Increment(ref _count)}.test.example");
        Resolver = new DnsResolver(Settings.Short(server.Address.ToString(), static options =>
        {
            options.MinRefresh = TimeSpan.FromMilliseconds(20);
            options.Timeout = TimeSpan.FromSeconds(1);
        }));
    }

    public IEndpointResolver Resolver { get; }

    public ServiceName Service { get; }

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody.test.example");

    public TimeProvider TimeProvider => TimeProvider.System;

    public ConformancePace Pace { get; } = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));

    public string? Lacks(ResolverAbility ability) => ability switch
    {
        ResolverAbility.Empty => "DNS knows no empty set of records",
        ResolverAbility.Duplicates => "a set of records holds each once",
        ResolverAbility.ManyEndpoints => "5,000 SRV records do not fit into an answer of 64 KiB",
        ResolverAbility.Fail => "named cannot be made to answer SERVFAIL for a name it has answered for; the stub server can",
        ResolverAbility.Slow => "named is never late",
        ResolverAbility.Reset => "UDP has no connections; the stub server cuts replies",
        ResolverAbility.Rounds => "named does not count questions by name; the stub server does",
        _ => null,
    };

    public async Task ServeAsync(ImmutableArray<Endpoint> endpoints)
    {
        await AwakeAsync();
        await _server.UpdateAsync([Delete(), .. endpoints.SelectMany(Add)]);
    }

    public async Task DeleteAsync() => await _server.UpdateAsync(Delete());

    public async Task HangAsync()
    {
        _isPaused = true;
        await _server.PauseAsync();
    }

    public async Task RestartAsync()
    {
        await _server.KillAsync();
        await _server.StartAgainAsync();
    }

    /// <summary>It turns the order of its records with every reply.</summary>
    public Task RepeatAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Resolver).DisposeAsync();
        await AwakeAsync();
    }

    private string Delete() => $"delete _http._tcp.{Service.Name}. SRV";

    private IEnumerable<string> Add(Endpoint endpoint)
    {
        var host = $"h{endpoint.Address.Host.Replace('.', '-')}.test.example.";
        return [$"add {host} 0 A {endpoint.Address.Host}", $"add _http._tcp.{Service.Name}. 0 SRV 0 {endpoint.Weight} {endpoint.Address.Port} {host}"];
    }

    private async Task AwakeAsync()
    {
        if (_isPaused)
        {
            _isPaused = false;
            await _server.ResumeAsync();
        }
    }
}
