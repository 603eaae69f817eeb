using System.Net.Http;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Benchmarks;

/// <summary>
/// A call of a client of IHttpClientFactory over a transport that costs nothing: bare, with our handler, and with a pipeline built by hand that retries and times
/// out but knows of one address only. Ours is to be at most 2.0 times bare, and at most 500 B above it.
/// </summary>
[MemoryDiagnoser]
public class HandlerBenchmarks
{
    private static readonly Uri Ready = new("http://orders/items/42");

    private ServiceProvider _services = null!;
    private HttpClient _bare = null!;
    private HttpClient _ours = null!;
    private HttpClient _polly = null!;

    /// <summary>"items/42" beside a base address, as applications write it; a whole address; or one that was made once and costs the bare client nothing.</summary>
    [Params("items/42", "http://orders/items/42", "ready")]
    public string Path { get; set; } = "";

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var services = new ServiceCollection();
        Add(services, "bare");
        Add(services, "ours").AddLocalityFailover();
        Add(services, "polly").AddHttpMessageHandler(() => new PollyHandler());
        services.AddLocalityFailover(Configure);
        _services = services.BuildServiceProvider();
        var clients = _services.GetRequiredService<IHttpClientFactory>();
        (_bare, _ours, _polly) = (clients.CreateClient("bare"), clients.CreateClient("ours"), clients.CreateClient("polly"));
        using var first = await _ours.GetAsync(Ready); // the one that waits for the endpoints
    }

    [Benchmark(Baseline = true)]
    public Task Bare() => CallAsync(_bare);

    [Benchmark]
    public Task Ours() => CallAsync(_ours);

    [Benchmark]
    public Task Polly() => CallAsync(_polly);

    [GlobalCleanup]
    public async Task TearDownAsync() => await _services.DisposeAsync();

    private async Task CallAsync(HttpClient client)
    {
        using var response = await (Path == "ready" ? client.GetAsync(Ready) : client.GetAsync(Path)).ConfigureAwait(false);
    }

    private static IHttpClientBuilder Add(ServiceCollection services, string name) =>
        services.AddHttpClient(name, client => client.BaseAddress = new("http://orders")).ConfigurePrimaryHttpMessageHandler(() => new NullTransport());

    private static void Configure(LocalityFailoverOptions options)
    {
        (options.Locality.Region, options.Locality.Zone) = (Fleet.Here.Region, Fleet.Here.Zone);
        var service = options.Services[Fleet.Service] = new();
        foreach (var endpoint in Fleet.Endpoints(8))
        {
            service.Endpoints.Add(new() { Address = endpoint.Address.ToString(), Region = endpoint.Locality.Region, Zone = endpoint.Locality.Zone });
        }
    }
}
