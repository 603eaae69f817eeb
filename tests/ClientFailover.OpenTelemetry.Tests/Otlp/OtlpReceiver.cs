using System.Collections.Concurrent;
using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>The receiving end of OTLP over HTTP, on loopback. It keeps what is posted, and refuses what is not protobuf on one of the two paths.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string Protobuf = "application/x-protobuf";

    private readonly ConcurrentQueue<WireMessage> _metrics = new();
    private readonly ConcurrentQueue<WireMessage> _traces = new();
    private readonly Backend _backend;

    private OtlpReceiver(Backend backend)
    {
        _backend = backend;
        backend.Answer = ReceiveAsync;
    }

    public Uri MetricsAddress => new($"http://127.0.0.1:{_backend.Port}/v1/metrics");

    public Uri TracesAddress => new($"http://127.0.0.1:{_backend.Port}/v1/traces");

    /// <summary>The metrics of the last export: sums are cumulative, so it has everything.</summary>
    public IReadOnlyList<OtlpMetric> Metrics => [.. OtlpMetric.ReadAll(_metrics.Last())];

    /// <summary>The spans of all exports.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. _traces.SelectMany(OtlpSpan.ReadAll)];

    public static async Task<OtlpReceiver> StartAsync() => new(await Backend.StartAsync("otlp"));

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var received = context.Request.Path.Value switch
        {
            "/v1/metrics" => _metrics,
            "/v1/traces" => _traces,
            _ => null,
        };
        if (received is null || !HttpMethods.IsPost(context.Request.Method) || context.Request.ContentType != Protobuf)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        received.Enqueue(new WireMessage(body.ToArray()));
        context.Response.ContentType = Protobuf; // an empty body is the message that says: all taken
    }
}
