using System.Text.Json;
using static ClientFailover.Testing.Tests.DrillSamples;

namespace ClientFailover.Testing.Tests;

public class DrillReportTests
{
    private static readonly DrillReport Report = DrillReport.Compute(
        At(0),
        [
            Good(100, 2),
            Call(1000, 5, null, Attempt("a:1", 1000, 1, failed: true), Attempt("b:1", 1001, 4)),
            Good(1100, 2), Good(1700, 2, tier: 1), Call(3000, 1500, "time-out"), Good(5000, 2), Good(9600, 2),
        ],
        [new DrillEvent("crash of a", DrillEventKind.Outage, At(1000)), new DrillEvent("return", DrillEventKind.Recovery, At(4510))]);

    [Fact]
    public void Text_OfAReport_IsAnAlignedTable()
    {
        const string Expected =
            """
            event           at  detected     RTO  calls  errors  extra  p50 before  during   after  p99 before  during   after  failback
            crash of a  1.00 s    100 ms  3.50 s      4       1      1      2.0 ms  2.0 ms       -      2.0 ms  1.50 s       -         -
            return      4.51 s         -       0      2       0      0      2.0 ms       -  2.0 ms      1.50 s       -  2.0 ms         0
            total: 7 calls, 1 caller errors, 1 extra attempts

            """;

        Assert.Equal(Expected, Report.ToText().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Json_OfAReport_HoldsEveryFigure()
    {
        using var json = JsonDocument.Parse(Report.ToJson());
        var crash = json.RootElement.GetProperty("events")[0];

        Assert.Equal(7, json.RootElement.GetProperty("calls").GetInt32());
        Assert.Equal("crash of a", crash.GetProperty("name").GetString());
        Assert.Equal("Outage", crash.GetProperty("kind").GetString());
        Assert.Equal("00:00:03.5000000", crash.GetProperty("rto").GetString());
        Assert.Equal("00:00:00.1000000", crash.GetProperty("detectedAfter").GetString());
        Assert.Equal("00:00:00.0020000", crash.GetProperty("before").GetProperty("p99").GetString());
        Assert.Equal(JsonValueKind.Null, crash.GetProperty("stableFailbackAfter").ValueKind);
    }

    [Fact]
    public void Json_ReadBack_IsTheSameReport()
    {
        var back = JsonSerializer.Deserialize(Report.ToJson(), DrillJson.Default.DrillReport);

        Assert.Equal(Report.Events, back!.Events);
        Assert.Equal(Report.CallerErrors, back.CallerErrors);
    }

    [Fact]
    public void Report_WithoutEvents_CountsTheCalls()
    {
        var report = DrillReport.Compute(At(0), [Good(1, 1), Call(2, 1, "500")], []);

        Assert.Empty(report.Events);
        Assert.Equal((2, 1, 0), (report.Calls, report.CallerErrors, report.ExtraAttempts));
    }

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0d, "0")]
    [InlineData(0.25, "0.25 ms")]
    [InlineData(12.34, "12.3 ms")]
    [InlineData(540.4, "540 ms")]
    [InlineData(2345d, "2.35 s")]
    public void Duration_Written_HasAUnitThatSuitsIt(double? milliseconds, string expected) =>
        Assert.Equal(expected, DrillTable.Duration(milliseconds is { } ms ? Ms(ms) : null));
}
