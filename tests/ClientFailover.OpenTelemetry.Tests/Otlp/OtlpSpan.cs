namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>A span as it was exported.</summary>
internal sealed record OtlpSpan(string Scope, string Version, string Name, string TraceId, string Id, string ParentId, long Start, string Attributes, bool IsError, string Message)
{
    // ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans: 1 scope, 2 spans.
    public static IEnumerable<OtlpSpan> ReadAll(WireMessage request) =>
        from resource in request.Messages(1)
        from scoped in resource.Messages(2)
        let scope = scoped.Message(1)
        from span in scoped.Messages(2)
        select Read(scope, span);

    // Span: 1 trace_id, 2 span_id, 4 parent_span_id, 5 name, 7 start, 9 attributes, 15 status. Status: 2 message, 3 code, where 2 is an error.
    private static OtlpSpan Read(WireMessage scope, WireMessage span)
    {
        var status = span.Message(15);
        return new(
            scope.Text(1), scope.Text(2), span.Text(5), Hex(span, 1), Hex(span, 2), Hex(span, 4), span.Integer(7), OtlpAttributes.Line(span.Messages(9)),
            status.Integer(3) == 2, status.Text(2));
    }

    private static string Hex(WireMessage span, int number) => Convert.ToHexStringLower(span.Bytes(number));
}
