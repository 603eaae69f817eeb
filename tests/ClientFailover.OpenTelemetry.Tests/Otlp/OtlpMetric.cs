namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>A metric as it was exported.</summary>
internal sealed record OtlpMetric(string Scope, string Version, string Name, string Unit, string Kind, IReadOnlyList<OtlpPoint> Points)
{
    // ExportMetricsServiceRequest.resource_metrics = 1, ResourceMetrics.scope_metrics = 2, ScopeMetrics: 1 scope, 2 metrics.
    public static IEnumerable<OtlpMetric> ReadAll(WireMessage request) =>
        from resource in request.Messages(1)
        from scoped in resource.Messages(2)
        let scope = scoped.Message(1)
        from metric in scoped.Messages(2)
        select Read(scope, metric);

    // Metric: 1 name, 3 unit, 5 gauge, 7 sum, 9 histogram; each of the three has its points in 1.
    private static OtlpMetric Read(WireMessage scope, WireMessage metric)
    {
        var (kind, points) = metric.Has(5) ? ("gauge", metric.Message(5).Messages(1).Select(OtlpPoint.Number))
            : metric.Has(7) ? ("sum", metric.Message(7).Messages(1).Select(OtlpPoint.Number))
            : metric.Has(9) ? ("histogram", metric.Message(9).Messages(1).Select(OtlpPoint.Histogram))
            : throw new InvalidDataException($"The metric {metric.Text(1)} is of a kind this test does not know.");
        return new(scope.Text(1), scope.Text(2), metric.Text(1), metric.Text(3), kind, [.. points]);
    }
}
