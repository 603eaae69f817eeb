using System.Diagnostics;
using ClientFailover.Http;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>What a collector gets, read back from the wire.</summary>
public sealed class OtlpTests
{
    private const string Dead = "10.0.0.1:80";
    private const string Alive = "10.0.0.2:80";

    [Fact]
    public async Task Metrics_OfCallsThatFailOver_ArriveWithTheirTags()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var provider = Sdk.CreateMeterProviderBuilder().AddClientFailoverInstrumentation().AddOtlpExporter((exporter, reader) =>
        {
            (exporter.Protocol, exporter.Endpoint) = (OtlpExportProtocol.HttpProtobuf, receiver.MetricsEndpoint);
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = int.MaxValue;
        }).Build();
        await using var pools = Pools("metered");
        using var client = Client(pools);
        await CallAsync(client, 2);
        await Eventually.HoldsAsync(() => pools.GetPool("metered").Plan.Tiers[0].Load == 0, () => "Two refused connects did not move the traffic.");
        await CallAsync(client, 18);

        await Assert.ThrowsAsync<FailoverException>(() => client.GetAsync(new Uri("http://metered-nowhere/")));
        provider.ForceFlush();

        var points = receiver.Points;
        var served = Assert.Single(points["clientfailover.calls"], point => point["service"] == "metered");
        Assert.Equal((20, "success", "1", "r1", "z2"), (served.Value, served["outcome"], served["tier"], served["region"], served["zone"]));
        Assert.Equal("s", Assert.Single(points["clientfailover.call.duration"], point => point["service"] == "metered").Unit);
        var refused = Assert.Single(points["clientfailover.attempts"], point => point["service"] == "metered" && point["outcome"] == "connect_failed");
        Assert.Equal((2, "0", "z1"), (refused.Value, refused["tier"], refused["zone"]));
        Assert.Equal(20, Assert.Single(points["clientfailover.attempts"], point => point["service"] == "metered" && point["outcome"] == "success").Value);
        Assert.Equal(2, points["clientfailover.attempt.duration"].Count(point => point["service"] == "metered"));
        Assert.Equal(1, Assert.Single(points["clientfailover.caller_errors"], point => point["service"] == "metered-nowhere").Value);
        var ejected = Assert.Single(points["clientfailover.ejections"], point => point["service"] == "metered");
        Assert.Equal((1, "weighted_down", "consecutive_connect_failures", Dead), (ejected.Value, ejected["change"], ejected["reason"], ejected["endpoint"]));
        Assert.Equal([("0", 0.0), ("1", 1.0)], points["clientfailover.tier.load"].Where(point => point["service"] == "metered").Select(point => (point["tier"], point.Value)).Order());
        Assert.Equal(2, points["clientfailover.endpoints"].Count(point => point["service"] == "metered"));
        Assert.Equal("configuration", Assert.Single(points["clientfailover.registry.age"], point => point["service"] == "metered")["source"]);
    }

    [Fact]
    public async Task Traces_OfACallThatFailsOver_HaveASpanForEachAttemptUnderTheCallers()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var application = new ActivitySource("application");
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(application.Name).AddClientFailoverInstrumentation().AddOtlpExporter(exporter =>
            (exporter.Protocol, exporter.Endpoint) = (OtlpExportProtocol.HttpProtobuf, receiver.TracesEndpoint)).Build();
        await using var pools = Pools("traced");
        using var client = Client(pools);
        byte[] parent;
        using (var work = application.StartActivity("work"))
        {
            parent = Convert.FromHexString(work!.SpanId.ToHexString());
            using var response = await client.GetAsync(new Uri("http://traced/"));
        }

        provider.ForceFlush();

        // Span: parent_span_id 4, name 5, attributes 9, status 15 (code 3: 2 is an error).
        var attempts = receiver.Spans.Where(span => span.Text(5) == "clientfailover.attempt" && span.Attributes(9)["service"] == "traced").ToList();
        Assert.Equal(2, attempts.Count);
        Assert.All(attempts, span => Assert.Equal(parent, span.Bytes(4)));
        Assert.Equal([("1", Dead, "0", "z1", "ConnectFailed"), ("2", Alive, "1", "z2", "Success")], attempts.Select(span => span.Attributes(9)).Select(
            tags => (tags["attempt"], tags["endpoint"], tags["tier"], tags["zone"], tags["outcome"])));
        Assert.Equal([2UL, 0UL], attempts.Select(span => span.Message(15).Number(3)));
    }

    private static async Task CallAsync(HttpClient client, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            using var response = await client.GetAsync(new Uri("http://metered/"));
        }
    }

    private static IEndpointPoolRegistry Pools(string service)
    {
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" } };
        options.Services[service] = new() { Endpoints = { new() { Address = Dead, Region = "r1", Zone = "z1" }, new() { Address = Alive, Region = "r1", Zone = "z2" } } };
        return LocalityFailover.Create(options);
    }

    private static HttpClient Client(IEndpointPoolRegistry pools)
    {
        var transport = new ScriptedTransport();
        transport.On(Dead, TransportBehaviors.Refuse);
        transport.On(Alive, TransportBehaviors.Ok);
        return new(pools.CreateHandler(transport));
    }
}
