namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>A data point of a metric.</summary>
/// <param name="Attributes">As <see cref="OtlpAttributes.Line"/> writes them.</param>
/// <param name="Value">Of a sum or a gauge its value, of a histogram its sum.</param>
internal sealed record OtlpPoint(string Attributes, double Value)
{
    /// <summary>Of a histogram: how many measurements.</summary>
    public long Count { get; private init; }

    /// <summary>Of a histogram: the upper bounds of all buckets but the last.</summary>
    public double[] Bounds { get; private init; } = [];

    /// <summary>Of a histogram: how many measurements each bucket holds.</summary>
    public long[] Buckets { get; private init; } = [];

    // NumberDataPoint: 4 as_double, 6 as_int, 7 attributes.
    public static OtlpPoint Number(WireMessage point) =>
        new(OtlpAttributes.Line(point.Messages(7)), point.Has(4) ? point.Double(4) : point.Integer(6));

    // HistogramDataPoint: 4 count, 5 sum, 6 bucket_counts, 7 explicit_bounds, 9 attributes.
    public static OtlpPoint Histogram(WireMessage point) => new(OtlpAttributes.Line(point.Messages(9)), point.Double(5))
    {
        Count = point.Integer(4),
        Bounds = point.Doubles(7),
        Buckets = point.Eights(6),
    };
}
