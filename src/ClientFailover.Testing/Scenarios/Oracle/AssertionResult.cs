namespace ClientFailover.Testing;

/// <summary>What came of an assertion.</summary>
/// <param name="Assertion">The assertion.</param>
/// <param name="Observed">What was measured; NaN when there was nothing to measure, infinity for what never happened.</param>
public sealed record AssertionResult(ScenarioAssertion Assertion, double Observed)
{
    /// <summary>Whether it holds. What could not be measured does not.</summary>
    public bool Holds => !double.IsNaN(Observed) && !(Observed < Assertion.Min) && !(Observed > Assertion.Max);

    /// <inheritdoc/>
    public override string ToString()
    {
        var target = Assertion.Target == FleetSelector.All ? "" : $" of {Assertion.Target}";
        var bounds = (Assertion.Min, Assertion.Max) switch
        {
            ({ } min, { } max) => $"{Write(min)} to {Write(max)}",
            ({ } min, null) => $"at least {Write(min)}",
            (null, { } max) => $"at most {Write(max)}",
            _ => "nothing",
        };
        var source = Assertion.Source.Length > 0 ? $"{Assertion.Source}: " : "";
        return $"{source}{Assertion.Metric}{target}, {Assertion.Window}: expected {bounds}, observed {Write(Observed)}{(Holds ? "" : " <- FAILED")}";
    }

    private string Write(double value) => Assertion.Metric switch
    {
        _ when double.IsNaN(value) => "nothing to measure",
        _ when double.IsInfinity(value) => "never",
        ScenarioMetric.P50 or ScenarioMetric.P99 or ScenarioMetric.Slowest or ScenarioMetric.DetectionTime => value < 1 ? $"{value * 1000:0.##} ms" : $"{value:0.###} s",
        ScenarioMetric.CallerErrorRate or ScenarioMetric.AttemptShare or ScenarioMetric.ServedShare or ScenarioMetric.ExtraAttemptRatio => $"{value * 100:0.###} %",
        _ => $"{value:0.###}",
    };
}
