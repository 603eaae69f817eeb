using System.Globalization;
using System.Text;

namespace ClientFailover.Testing;

/// <summary>A drill's report as aligned plain text.</summary>
internal static class DrillTable
{
    private static readonly string[] Header =
    [
        "event", "at", "detected", "RTO", "calls", "errors", "extra",
        "p50 before", "during", "after", "p99 before", "during", "after", "failback",
    ];

    public static string Write(DrillReport report)
    {
        List<string[]> rows = [Header, .. report.Events.Select(Row)];
        var widths = Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        StringBuilder text = new();
        foreach (var row in rows)
        {
            // Names to the left, numbers to the right.
            var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"total: {report.Calls} calls, {report.CallerErrors} caller errors, {report.ExtraAttempts} extra attempts\n").ToString();
    }

    internal static string Duration(TimeSpan? duration) => duration switch
    {
        null => "-",
        { Ticks: 0 } => "0",
        { TotalMilliseconds: < 1 } => Number(duration.Value.TotalMilliseconds, "0.00", "ms"),
        { TotalMilliseconds: < 100 } => Number(duration.Value.TotalMilliseconds, "0.0", "ms"),
        { TotalSeconds: < 1 } => Number(duration.Value.TotalMilliseconds, "0", "ms"),
        _ => Number(duration.Value.TotalSeconds, "0.00", "s"),
    };

    private static string[] Row(DrillEventReport report) =>
    [
        report.Name, Duration(report.At), Duration(report.DetectedAfter), Duration(report.Rto),
        Count(report.Calls), Count(report.CallerErrors), Count(report.ExtraAttempts),
        Duration(report.Before.P50), Duration(report.During.P50), Duration(report.After.P50),
        Duration(report.Before.P99), Duration(report.During.P99), Duration(report.After.P99),
        Duration(report.StableFailbackAfter),
    ];

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, string format, string unit) => $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
