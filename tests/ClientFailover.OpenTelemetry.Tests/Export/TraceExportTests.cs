namespace ClientFailover.OpenTelemetry.Tests;

public sealed class TraceExportTests(ExportedCalls exported)
{
    private const string Refused = "endpoint=10.0.0.1:80 outcome=connect_failed region=r1 service=orders tier=0 zone=z1";
    private const string Answered = "endpoint=10.0.0.2:80 outcome=success region=r1 service=orders tier=1 zone=z2";

    [Theory]
    [InlineData("orders 1", "attempt=1 " + Refused, "attempt=2 " + Answered)]
    [InlineData("orders 2", "attempt=1 " + Refused, "attempt=2 " + Answered)]
    [InlineData("orders 3", "attempt=1 " + Answered)]
    [InlineData("billing", "attempt=1 endpoint=10.0.0.3:80 outcome=connect_failed region=r2 service=billing tier=0 zone=z3")]
    [InlineData("unknown")]
    public void Attempts_OfACall_AreChildrenOfTheCallersSpan(string call, params string[] attempts)
    {
        var caller = exported.Spans.Single(span => span.Name == call);

        var children = exported.Spans.Where(span => span.ParentId == caller.Id).ToList();

        Assert.Equal(attempts, children.Select(span => span.Attributes));
        Assert.All(children, span => Assert.Equal(("clientfailover.attempt", caller.TraceId), (span.Name, span.TraceId)));
    }

    [Fact]
    public void Attempts_AllCalls_HaveNoSpanMore() => Assert.Equal(6, Attempts().Count());

    [Fact]
    public void Status_FailedAttempt_IsAnErrorWithItsReason()
    {
        Assert.All(Attempts(), span => Assert.Equal(span.Attributes.Contains("outcome=connect_failed", StringComparison.Ordinal), span.IsError));
        Assert.Equal(
            ["Connection refused (10.0.0.1)", "Connection refused (10.0.0.1)", "Connection refused (10.0.0.3)"],
            from span in Attempts() where span.IsError select span.Message);
    }

    [Fact]
    public void Scope_IsTheSourceWithItsVersion() =>
        Assert.All(Attempts(), span => Assert.Equal((FailoverTelemetry.ActivitySourceName, FailoverTelemetry.Version), (span.Scope, span.Version)));

    private IEnumerable<OtlpSpan> Attempts() => exported.Spans.Where(span => span.Name == "clientfailover.attempt");
}
