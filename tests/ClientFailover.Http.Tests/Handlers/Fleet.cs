using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Http.Tests;

/// <summary>Real backends of the service <c>orders</c> and a client in zone z1 of region r1, put together as an application would.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Fleet(IReadOnlyList<Backend> backends, ServiceProvider services)
    {
        Backends = backends;
        _services = services;
        Client = services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
    }

    public IReadOnlyList<Backend> Backends { get; }

    public HttpClient Client { get; }

    public EndpointConnections Connections => EndpointConnections.Of(_services.GetRequiredService<IEndpointPoolRegistry>());

    public IEndpointPool Pool => _services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");

    public Backend this[string name] => Backends.Single(backend => backend.Name == name);

    /// <param name="places">Name and zone of each backend; a zone of another region is written region/zone.</param>
    public static Task<Fleet> StartAsync(params (string Name, string Zone)[] places) => StartAsync(_ => { }, places);

    public static Task<Fleet> StartAsync(Action<ServiceOptions> configure, params (string Name, string Zone)[] places) => StartAsync(configure, _ => { }, places);

    public static async Task<Fleet> StartAsync(Action<ServiceOptions> configure, Action<IHttpClientBuilder> clients, params (string Name, string Zone)[] places)
    {
        var backends = new List<Backend>();
        var service = new ServiceOptions();
        foreach (var (name, place) in places)
        {
            var backend = await Backend.StartAsync(name);
            backends.Add(backend);
            var parts = place.Contains('/', StringComparison.Ordinal) ? place.Split('/') : ["r1", place];
            service.Endpoints.Add(new() { Address = $"http://127.0.0.1:{backend.Port}", Region = parts[0], Zone = parts[1] });
        }

        configure(service);
        var services = new ServiceCollection();
        services.AddLocalityFailover(options =>
        {
            options.Locality.Region = "r1";
            options.Locality.Zone = "z1";
            options.Services["orders"] = service;
        });
        clients(services.AddHttpClient("orders", client => client.BaseAddress = new("http://orders")).AddLocalityFailover());
        return new(backends, services.BuildServiceProvider());
    }

    /// <summary>Makes calls one after the other, each of which must succeed; gives all attempts.</summary>
    public async Task<IReadOnlyList<AttemptTrace>> CallAsync(int calls)
    {
        var attempts = new List<AttemptTrace>();
        for (var i = 0; i < calls; i++)
        {
            using var response = await Client.GetAsync(new Uri("/items?id=1", UriKind.Relative));
            response.EnsureSuccessStatusCode();
            attempts.AddRange(response.GetFailoverTrace()!.Attempts);
        }

        return attempts;
    }

    /// <summary>Starts calls at a steady rate, whether or not earlier ones have ended, and meanwhile does <paramref name="event"/>. Gives the answers in the order of their start.</summary>
    public async Task<IReadOnlyList<Answer>> CallSteadilyAsync(int perSecond, TimeSpan duration, Func<Task> @event)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        var calls = new List<Task<Answer>>();
        var happening = Task.CompletedTask;
        for (var i = 0; i < (int)(perSecond * duration.TotalSeconds); i++)
        {
            if (i == perSecond / 5)
            {
                happening = Task.Run(@event);
            }

            calls.Add(CallAsync());
            await beat.WaitForNextTickAsync();
        }

        await happening;
        return await Task.WhenAll(calls);
    }

    private async Task<Answer> CallAsync()
    {
        try
        {
            using var response = await Client.GetAsync(new Uri("/items?id=1", UriKind.Relative));
            response.EnsureSuccessStatusCode();
            return new(response.GetFailoverTrace(), null);
        }
        catch (HttpRequestException error)
        {
            return new((error as FailoverException)?.Trace, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var backend in Backends)
        {
            await backend.DisposeAsync();
        }
    }
}
