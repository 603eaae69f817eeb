using System.Globalization;
using System.Net;
using ClientFailover.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Benchmarks;

/// <summary>The failure cases with one bad endpoint of three, on real sockets: what callers see, and how much of the traffic still goes there.</summary>
internal static class OneOfThree
{
    private const int Calls = 3000;

    public static async Task RunAsync()
    {
        Console.Out.WriteLine("| 1 of 3 | calls | caller errors | attempts there | extra attempts | p50 healthy | p99 healthy | p99 after detection |");
        Console.Out.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var kind in new[] { "refuses connections", "answers 500", "answers 503", "is slow (200 ms)" })
        {
            Console.Out.WriteLine(await MeasureAsync(kind));
        }
    }

    private static async Task<string> MeasureAsync(string kind)
    {
        var bad = false;
        var backends = new List<WebApplication>();
        for (var i = 0; i < 3; i++)
        {
            var isBad = i == 2;
            backends.Add(await StartAsync(context => isBad && bad ? BehaveBadlyAsync(kind, context) : context.Response.WriteAsync("ok")));
        }

        var badPort = new Uri(backends[2].Urls.First()).Port;
        await using var services = Application(backends);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
        await CallAsync(client, 500, badPort); // compilation and connections
        var healthy = await CallAsync(client, Calls, badPort);
        bad = true;
        if (kind == "refuses connections")
        {
            await backends[2].StopAsync(new CancellationToken(canceled: true));
        }

        var detecting = await CallAsync(client, 100, badPort);
        var after = await CallAsync(client, Calls, badPort);
        foreach (var backend in backends)
        {
            await backend.DisposeAsync();
        }

        var (there, attempts) = (detecting.Bad + after.Bad, detecting.Attempts + after.Attempts);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {kind} | {Calls + 100} | {detecting.Errors + after.Errors} | {there} ({(double)there / attempts:0.00 %}) | {attempts - Calls - 100} | {healthy.At(50):0.00} ms | {healthy.At(99):0.00} ms | {after.At(99):0.00} ms |");
    }

    private static async Task<Run> CallAsync(HttpClient client, int calls, int badPort)
    {
        var run = new Run();
        for (var i = 0; i < calls; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
            run.Add(TimeProvider.System.GetElapsedTime(began), response, badPort);
        }

        return run;
    }

    private static async Task BehaveBadlyAsync(string kind, HttpContext context)
    {
        if (kind.StartsWith("is slow", StringComparison.Ordinal))
        {
            await Task.Delay(200, context.RequestAborted);
        }
        else
        {
            context.Response.StatusCode = kind == "answers 503" ? 503 : 500;
        }
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    private static ServiceProvider Application(List<WebApplication> backends)
    {
        var services = new ServiceCollection();
        var orders = new ServiceOptions();
        backends.ForEach(backend => orders.Endpoints.Add(new() { Address = backend.Urls.First(), Region = "r", Zone = "z" }));
        services.AddLocalityFailover(options =>
        {
            (options.Locality.Region, options.Locality.Zone) = ("r", "z");
            options.Services["orders"] = orders;
        });
        services.AddHttpClient("orders", client => client.BaseAddress = new("http://orders")).AddLocalityFailover();
        return services.BuildServiceProvider();
    }

    private sealed class Run
    {
        private readonly List<double> _milliseconds = [];

        public int Errors { get; private set; }

        public int Attempts { get; private set; }

        public int Bad { get; private set; }

        public void Add(TimeSpan duration, HttpResponseMessage response, int badPort)
        {
            _milliseconds.Add(duration.TotalMilliseconds);
            Errors += response.IsSuccessStatusCode ? 0 : 1;
            var attempts = response.GetFailoverTrace()!.Attempts;
            Attempts += attempts.Count;
            Bad += attempts.Count(attempt => attempt.Endpoint.Address.Port == badPort);
        }

        /// <summary>By nearest rank.</summary>
        public double At(int percent) => _milliseconds.Order().ElementAt((((percent * _milliseconds.Count) + 99) / 100) - 1);
    }
}
