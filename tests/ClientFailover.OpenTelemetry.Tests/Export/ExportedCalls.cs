using System.Diagnostics;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// One for all tests: OpenTelemetry listens to a meter by its name, so two at a time would hear each other.
[assembly: AssemblyFixture(typeof(ClientFailover.OpenTelemetry.Tests.ExportedCalls))]

namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>
/// What a receiver of OTLP has after five calls. Each of the first two to <c>orders</c> finds the endpoint of its zone refusing (2 ms) and is answered by
/// the next zone (30 ms); that weights the endpoint down (its tier is small), and the third goes to the next zone at once. The only endpoint of <c>billing</c> refuses, and the call
/// may not be repeated; nothing is known of <c>unknown</c>. Then 7 s pass. All in virtual time: every duration is exact.
/// </summary>
public sealed class ExportedCalls : IAsyncLifetime
{
    private const int FlushLimit = 20_000; // milliseconds, as OpenTelemetry wants them

    private static readonly ActivitySource Callers = new("ClientFailover.OpenTelemetry.Tests.Caller");

    private readonly VirtualTimeProvider _time = new();

    internal IReadOnlyDictionary<string, OtlpMetric> Metrics { get; private set; } = null!;

    internal IReadOnlyList<OtlpSpan> Spans { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var meters = Sdk.CreateMeterProviderBuilder()
            .AddClientFailoverInstrumentation()
            .AddOtlpExporter(options => (options.Protocol, options.Endpoint) = (OtlpExportProtocol.HttpProtobuf, receiver.MetricsAddress))
            .Build();
        using var tracers = Sdk.CreateTracerProviderBuilder()
            .AddClientFailoverInstrumentation()
            .AddSource(Callers.Name)
            .AddOtlpExporter(options => (options.Protocol, options.Endpoint) = (OtlpExportProtocol.HttpProtobuf, receiver.TracesAddress))
            .Build();
        await using var services = Services();
        await CallAsync(services);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.True(meters.ForceFlush(FlushLimit), "The metrics were not exported.");
        Assert.True(tracers.ForceFlush(FlushLimit), "The spans were not exported.");
        Metrics = receiver.Metrics.ToDictionary(metric => metric.Name, StringComparer.Ordinal);
        Spans = [.. receiver.Spans.OrderBy(span => span.Start)];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task CallAsync(ServiceProvider services)
    {
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");
        var orders = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");
        for (var call = 1; call <= 3; call++)
        {
            using var caller = Callers.StartActivity($"orders {call}");
            using var response = await client.GetAsync(new Uri("http://orders/"));
            if (call == 2)
            {
                await Eventually.HoldsAsync(() => orders.Plan.Tiers[0].Load == 0, () => "The refusing endpoint was not weighted down.");
            }
        }

        foreach (var lost in (string[])["billing", "unknown"])
        {
            using var caller = Callers.StartActivity(lost);
            await Assert.ThrowsAsync<Http.FailoverException>(() => client.GetAsync(new Uri($"http://{lost}/")));
        }
    }

    private ServiceProvider Services()
    {
        var transport = new ScriptedTransport(_time);
        transport.On("10.0.0.1:80", After(2, TransportBehaviors.Refuse));
        transport.On("10.0.0.2:80", After(30, TransportBehaviors.Ok));
        transport.On("10.0.0.3:80", After(4, TransportBehaviors.Refuse));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddLocalityFailover(static options =>
        {
            (options.Locality.Region, options.Locality.Zone) = ("r1", "z1");
            options.Services["orders"] = new()
            {
                Endpoints = { new() { Address = "10.0.0.1:80", Region = "r1", Zone = "z1" }, new() { Address = "10.0.0.2:80", Region = "r1", Zone = "z2" } },
            };
            options.Services["billing"] = new()
            {
                Endpoints = { new() { Address = "10.0.0.3:80", Region = "r2", Zone = "z3" } },
                Attempts = { MaxAttempts = 1 },
            };
        });
        services.AddHttpClient("shop").AddLocalityFailover().ConfigurePrimaryHttpMessageHandler(() => transport);
        return services.BuildServiceProvider();
    }

    /// <summary>Lets the time of an attempt pass, then ends it.</summary>
    private TransportBehavior After(int milliseconds, TransportBehavior end) => (request, time, cancellationToken) =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return end(request, time, cancellationToken);
    };
}
