using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>What came of a scenario. Immutable.</summary>
public sealed record ScenarioResult
{
    /// <summary>The scenario.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Its oracle, assertion by assertion, in its order.</summary>
    public required ImmutableArray<AssertionResult> Assertions { get; init; }

    /// <summary>All calls, in the order they ended. Their times count from the start of the scenario; a tier is 0 in the client's zone, 1 in its region and 2 elsewhere.</summary>
    public required ImmutableArray<CallSample> Calls { get; init; }

    /// <summary>Whether all assertions hold.</summary>
    public bool Passed => Assertions.All(static assertion => assertion.Holds);

    /// <summary>A line for the scenario, and one for each assertion: what was expected and what was observed.</summary>
    public override string ToString()
    {
        var number = Scenario.Case > 0 ? $"case {Scenario.Case}, " : "";
        var heading = $"{number}{Scenario.Name}: {(Passed ? "passed" : "FAILED")}, {Calls.Length} calls, {Calls.Count(static call => !call.Succeeded)} caller errors, {Calls.Sum(static call => call.ExtraAttempts)} extra attempts";
        return string.Join('\n', [heading, .. Assertions.Select(static assertion => $"  {assertion}")]);
    }
}
