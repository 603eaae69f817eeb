using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>A collector on loopback that takes OTLP over HTTP as any other would, and keeps what it gets.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ProtoMessage> _metrics = new();
    private readonly ConcurrentQueue<ProtoMessage> _traces = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri MetricsEndpoint => new(_app.Urls.First() + "/v1/metrics");

    public Uri TracesEndpoint => new(_app.Urls.First() + "/v1/traces");

    /// <summary>The data points received, by the name of their metric. ExportMetricsServiceRequest: resource_metrics 1, scope_metrics 2, metrics 2.</summary>
    public ILookup<string, OtlpPoint> Points => _metrics
        .SelectMany(request => request.Messages(1)).SelectMany(resource => resource.Messages(2))
        .Where(scope => scope.Message(1).Text(1) == "ClientFailover")
        .SelectMany(scope => scope.Messages(2))
        .SelectMany(metric => OtlpPoint.Of(metric).Select(point => (Name: metric.Text(1), Point: point)))
        .ToLookup(one => one.Name, one => one.Point, StringComparer.Ordinal);

    /// <summary>The spans received. ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2.</summary>
    public IReadOnlyList<ProtoMessage> Spans =>
        [.. _traces.SelectMany(request => request.Messages(1)).SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2))];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        (context.Request.Path == "/v1/metrics" ? _metrics : _traces).Enqueue(ProtoMessage.Parse(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
