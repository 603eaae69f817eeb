namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>One data point: its tags, and its value (the count, for a histogram).</summary>
internal sealed record OtlpPoint(IReadOnlyDictionary<string, string> Tags, double Value, string Unit)
{
    /// <summary>Metric: unit 3, gauge 5, sum 7, histogram 9, each with data_points 1.</summary>
    public static IEnumerable<OtlpPoint> Of(ProtoMessage metric) =>
    [
        .. new[] { 5, 7 }.SelectMany(kind => metric.Message(kind).Messages(1)).Select(point =>
            new OtlpPoint(point.Attributes(7), point.Has(4) ? point.Double(4) : point.Number(6), metric.Text(3))),
        .. metric.Message(9).Messages(1).Select(point => new OtlpPoint(point.Attributes(9), point.Number(4), metric.Text(3))),
    ];

    public string this[string tag] => Tags.GetValueOrDefault(tag, "");
}
