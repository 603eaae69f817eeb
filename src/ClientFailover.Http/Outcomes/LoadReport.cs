using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ClientFailover.Http;

/// <summary>
/// What an answer says of how busy its endpoint is: ORCA's load report, in the header <c>endpoint-load-metrics</c> as <c>TEXT a=1,b=2</c> or <c>JSON {…}</c> or <c>BIN base64</c> (Envoy), or in
/// <c>endpoint-load-metrics-bin</c> (gRPC A51). What cannot be read is as good as none.
/// </summary>
internal static class LoadReport
{
    public const string Name = "endpoint-load-metrics";
    public const string BinaryName = "endpoint-load-metrics-bin";

    private const string Application = "application_utilization";
    private const string Cpu = "cpu_utilization";

    /// <summary>More is no report.</summary>
    private const int LongestReport = 8192;

    /// <summary>The utilization (0..1 or more) that the headers, or the trailers, of an answer report; null when they report none.</summary>
    public static float? Of(HttpHeaders headers, SpillPolicy policy)
    {
        var values = headers.NonValidated;
        return values.TryGetValues(Name, out var text) ? Read(text.ToString(), policy.UtilizationMetrics)
            : values.TryGetValues(BinaryName, out var binary) ? ReadBinary(binary.ToString(), policy.UtilizationMetrics)
            : null;
    }

    /// <summary>The utilization of a report: what the application says, else the highest of <paramref name="metrics"/>, else that of the processor (gRPC A114).</summary>
    public static float? Read(string report, ImmutableArray<string> metrics)
    {
        if (report.Length > LongestReport)
        {
            return null;
        }

        var separator = report.AsSpan().IndexOfAny(' ', ':');
        var (form, rest) = separator < 0 ? ("", report) : (report[..separator], report[(separator + 1)..].TrimStart());
        return form.ToUpperInvariant() switch
        {
            "JSON" => ReadJson(rest, metrics),
            "BIN" => ReadBinary(rest, metrics),
            "TEXT" => ReadText(rest, metrics),
            _ => ReadText(report, metrics),
        };
    }

    private static float? ReadText(string report, ImmutableArray<string> metrics)
    {
        var figures = new Figures(metrics);
        foreach (var part in report.AsSpan().Split(','))
        {
            var pair = report.AsSpan()[part];
            if (pair.IndexOf('=') is > 0 and var equals && double.TryParse(pair[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                figures.Add(pair[..equals].Trim().ToString(), value);
            }
        }

        return figures.Utilization;
    }

    private static float? ReadJson(string report, ImmutableArray<string> metrics)
    {
        try
        {
            using var document = JsonDocument.Parse(report);
            var figures = new Figures(metrics);
            Add(document.RootElement, prefix: "", ref figures);
            return figures.Utilization;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Add(JsonElement element, string prefix, ref Figures figures)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out var value))
            {
                figures.Add(prefix + property.Name, value);
            }
            else if (prefix.Length == 0)
            {
                Add(property.Value, property.Name + ".", ref figures);
            }
        }
    }

    /// <summary><c>xds.data.orca.v3.OrcaLoadReport</c>: 1 is the processor's utilization, 9 the application's, 5 and 8 are the maps <c>utilization</c> and <c>named_metrics</c>.</summary>
    private static float? ReadBinary(string report, ImmutableArray<string> metrics)
    {
        var padded = report.Trim() is var trimmed && trimmed.Length % 4 is > 1 and var odd ? trimmed + new string('=', 4 - odd) : trimmed; // gRPC leaves the padding out
        var bytes = new byte[Math.Min(padded.Length, LongestReport)];
        if (padded.Length > LongestReport || !Convert.TryFromBase64String(padded, bytes, out var length))
        {
            return null;
        }

        var figures = new Figures(metrics);
        var message = new ProtobufReader(bytes.AsSpan(0, length));
        while (message.Next(out var field, out var number, out var nested))
        {
            switch (field)
            {
                case 1:
                    figures.Add(Cpu, number);
                    break;
                case 9:
                    figures.Add(Application, number);
                    break;
                case 5 or 8 when !nested.IsEmpty:
                    AddEntry(field == 5 ? "utilization." : "named_metrics.", nested, ref figures);
                    break;
            }
        }

        return message.IsWhole ? figures.Utilization : null;
    }

    private static void AddEntry(string prefix, ReadOnlySpan<byte> entry, ref Figures figures)
    {
        var (key, value) = ("", 0.0);
        var message = new ProtobufReader(entry);
        while (message.Next(out var field, out var number, out var nested))
        {
            (key, value) = field == 1 ? (Encoding.UTF8.GetString(nested), value) : (key, field == 2 ? number : value);
        }

        figures.Add(prefix + key, value);
    }

    private struct Figures(ImmutableArray<string> metrics)
    {
        private double? _application;
        private double? _named;
        private double? _cpu;

        public readonly float? Utilization => (float?)(_application > 0 ? _application : _named ?? _cpu);

        public void Add(string name, double value)
        {
            if (!double.IsFinite(value) || value < 0)
            {
                return;
            }

            switch (name)
            {
                case Application:
                    _application = value;
                    break;
                case Cpu or "cpu":
                    _cpu = value;
                    break;
            }

            if (metrics.Contains(name, StringComparer.Ordinal))
            {
                _named = Math.Max(_named ?? 0, value);
            }
        }
    }

    /// <summary>The fields of a message: doubles as numbers, nested ones as bytes, others skipped. Groups are no part of proto3.</summary>
    private ref struct ProtobufReader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public bool IsWhole { get; private set; } = true;

        public bool Next(out int field, out double number, out ReadOnlySpan<byte> nested)
        {
            (field, number) = (0, 0);
            nested = default;
            if (_rest.IsEmpty)
            {
                return false;
            }

            IsWhole = Varint(out var key);
            field = (int)(key >> 3);
            switch (IsWhole ? (int)(key & 7) : -1)
            {
                case 0:
                    IsWhole = Varint(out _);
                    break;
                case 1 when _rest.Length >= 8:
                    number = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
                    _rest = _rest[8..];
                    break;
                case 2 when Varint(out var length) && length <= (ulong)_rest.Length:
                    nested = _rest[..(int)length];
                    _rest = _rest[(int)length..];
                    break;
                case 5 when _rest.Length >= 4:
                    _rest = _rest[4..];
                    break;
                default:
                    IsWhole = false;
                    break;
            }

            return IsWhole;
        }

        private bool Varint(out ulong value)
        {
            value = 0;
            for (var i = 0; i < 10 && i < _rest.Length; i++)
            {
                value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
                if (_rest[i] < 0x80)
                {
                    _rest = _rest[(i + 1)..];
                    return true;
                }
            }

            return false;
        }
    }
}
