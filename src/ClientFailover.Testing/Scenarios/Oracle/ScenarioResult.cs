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

    /// <summary>What the clients told, in order: ejections, circuits, zones and versions that fare worse, each with its evidence.</summary>
    public ImmutableArray<FailoverEvent> Told { get; init; } = [];

    /// <summary>Whether all assertions hold.</summary>
    public bool Passed => Assertions.All(static assertion => assertion.Holds);

    /// <summary>A line for the scenario, one for each assertion (what was expected and what was observed), and where attempts went and what callers saw.</summary>
    public override string ToString()
    {
        var number = Scenario.Case > 0 ? $"case {Scenario.Case}, " : "";
        var heading = $"{number}{Scenario.Name}: {(Passed ? "passed" : "FAILED")}, {Calls.Length} calls, {Calls.Count(static call => !call.Succeeded)} caller errors, {Calls.Sum(static call => call.ExtraAttempts)} extra attempts";
        var attempts = Top(Calls.SelectMany(static call => call.Attempts).Select(static attempt => $"{attempt.Endpoint} {attempt.Outcome}"));
        var errors = Top(Calls.Where(static call => !call.Succeeded).Select(static call => call.Error!));
        var told = Top(Told.Select(static told => told is EndpointEjected ejected ? $"{ejected.Endpoint.Address.Host} by {ejected.Ejection.Reason}" : told.GetType().Name));
        return string.Join('\n', [heading, .. Assertions.Select(static assertion => $"  {assertion}"), $"  attempts: {attempts}", .. Line("errors", errors), .. Line("told", told)]);
    }

    private static string[] Line(string name, string text) => text.Length > 0 ? [$"  {name}: {text}"] : [];

    private static string Top(IEnumerable<string> items)
    {
        const int Most = 12;
        var counts = items.CountBy(static item => item, StringComparer.Ordinal).OrderByDescending(static count => count.Value).ToList();
        return string.Join(", ", counts.Take(Most).Select(static count => $"{count.Value} x {count.Key}")) + (counts.Count > Most ? " ..." : "");
    }
}
