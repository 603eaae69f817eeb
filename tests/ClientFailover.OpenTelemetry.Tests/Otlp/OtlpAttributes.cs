using System.Globalization;

namespace ClientFailover.OpenTelemetry.Tests;

/// <summary>Attributes as one line, by name: <c>service=orders tier=1</c>. So a test states all of them, and one too many fails it.</summary>
internal static class OtlpAttributes
{
    public static string Line(IEnumerable<WireMessage> keyValues) =>
        string.Join(' ', keyValues.Select(static pair => $"{pair.Text(1)}={Value(pair.Message(2))}").Order(StringComparer.Ordinal));

    // AnyValue: 1 string, 2 bool, 3 int, 4 double.
    private static string Value(WireMessage any) =>
        any.Has(1) ? any.Text(1)
        : any.Has(3) ? any.Integer(3).ToString(CultureInfo.InvariantCulture)
        : throw new InvalidDataException("An attribute is neither text nor a whole number.");
}
