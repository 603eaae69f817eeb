using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>Finds what makes no sense in a scenario: a scenario that tests nothing is worse than none.</summary>
internal static class ScenarioCheck
{
    private static readonly ScenarioMetric[] Relative = [ScenarioMetric.P99Ratio, ScenarioMetric.PeakRatio];

    private static readonly ScenarioMetric[] Targeted =
    [
        ScenarioMetric.Attempts, ScenarioMetric.AttemptShare, ScenarioMetric.ServedShare, ScenarioMetric.PeakRatio, ScenarioMetric.Ejections,
        ScenarioMetric.EjectedEndpoints, ScenarioMetric.DetectionTime, ScenarioMetric.AttemptsUntilDetected,
    ];

    /// <summary>Named one by one, because reflection would not survive trimming; a test compares.</summary>
    internal static readonly string[] Events =
    [
        nameof(CircuitMoved), nameof(EndpointIsAnother), nameof(RouteFoundFailing), nameof(RouteRecovered), nameof(EndpointDrained), nameof(EndpointEjected), nameof(EndpointReleased), nameof(EvacuationBegan), nameof(EvacuationEnded),
        nameof(LocalFaultBegan), nameof(LocalFaultEnded), nameof(LocalityFoundAlike), nameof(LocalityFoundWorse), nameof(OutlierReported),
        nameof(SharedFaultBegan), nameof(SharedFaultEnded), nameof(SourceMoved), nameof(SpillBegan), nameof(SpillEnded), nameof(TierReturnMoved), nameof(VersionFoundAlike),
        nameof(VersionFoundWorse),
    ];

    /// <summary>Every problem, each with where it is written.</summary>
    public static IReadOnlyList<string> Problems(Scenario scenario) =>
    [
        .. Whole(scenario).Select(problem => $"{scenario.Name}: {problem}"),
        .. scenario.Timeline.SelectMany(happens => Of(happens, scenario).Select(problem => At(happens.Source, $"{happens.GetType().Name} {problem}"))),
        .. scenario.Oracle.SelectMany(assertion => Of(assertion, scenario).Select(problem => At(assertion.Source, $"{assertion.Metric} {problem}"))),
    ];

    private static IEnumerable<string> Whole(Scenario scenario)
    {
        if (scenario.Oracle.IsEmpty)
        {
            yield return "has no oracle; say what must hold";
        }

        if (scenario.Fleet.IsEmpty)
        {
            yield return "has no endpoint";
        }

        if (scenario.Clients.Sum(static group => group.Count) < 1)
        {
            yield return "has no client";
        }

        if (!(scenario.Traffic.CallsPerSecond > 0) || scenario.Traffic.Duration <= TimeSpan.Zero)
        {
            yield return "has no traffic; set a rate and a duration of more than zero";
        }

        if (scenario.Traffic.GiveUpAfter <= TimeSpan.Zero)
        {
            yield return "has callers that give up at once; let them wait for more than zero";
        }

        foreach (var twice in scenario.Fleet.CountBy(static endpoint => endpoint.Name, StringComparer.OrdinalIgnoreCase).Where(static count => count.Value > 1))
        {
            yield return $"has {twice.Value} endpoints named '{twice.Key}'";
        }

        foreach (var endpoint in scenario.Fleet.Where(static endpoint => Uri.CheckHostName(endpoint.Name) != UriHostNameType.Dns))
        {
            yield return $"has an endpoint '{endpoint.Name}', which is not a host name";
        }

        foreach (var endpoint in scenario.Fleet.Where(static endpoint => endpoint.Capacity < 1))
        {
            yield return $"gives '{endpoint.Name}' a capacity below 1";
        }
    }

    private static IEnumerable<string> Of(ScenarioEvent happens, Scenario scenario)
    {
        if (happens.At < TimeSpan.Zero || happens.At >= scenario.Traffic.Duration)
        {
            yield return $"happens at {happens.At.TotalSeconds:0.###} s, outside the {scenario.Traffic.Duration.TotalSeconds:0.###} s of traffic";
        }

        if (happens.Target is { } target && target.Of(scenario.Fleet).IsEmpty)
        {
            yield return $"names nobody: no endpoint is {target}";
        }

        var problem = happens switch
        {
            ScenarioEvent.Flap flap when flap.Down <= TimeSpan.Zero || flap.Up <= TimeSpan.Zero || flap.Until <= flap.At => "needs times up and down of more than zero, and an end after its start",
            ScenarioEvent.Refresh refresh when refresh.Every <= TimeSpan.Zero || refresh.Until <= refresh.At => "needs a time of more than zero between two, and an end after its start",
            ScenarioEvent.Slow slow when !(slow.Factor > 0) => "needs a factor above zero",
            ScenarioEvent.SetCapacity { Calls: < 1 } => "needs a capacity of 1 or more",
            ScenarioEvent.Pause { For: var time } when time <= TimeSpan.Zero => "needs a duration of more than zero",
            ScenarioEvent.Fail fail when !IsShare(fail.Share) => NoShare,
            ScenarioEvent.Drop drop when !IsShare(drop.Share) => NoShare,
            ScenarioEvent.Reset reset when !IsShare(reset.Share) => NoShare,
            ScenarioEvent.List { SeenIn: { } region } => Unseen(region, scenario),
            ScenarioEvent.RegistryLost { SeenIn: { } region } => Unseen(region, scenario),
            ScenarioEvent.RegistryRecovers { SeenIn: { } region } => Unseen(region, scenario),
            _ => null,
        };
        if (problem is not null)
        {
            yield return problem;
        }
    }

    private const string NoShare = "needs a share above 0 and at most 1";

    private static IEnumerable<string> Of(ScenarioAssertion assertion, Scenario scenario)
    {
        if (assertion.Min is null && assertion.Max is null)
        {
            yield return "asserts nothing; set min or max";
        }

        if (assertion.Window.From >= (assertion.Window.To ?? scenario.Traffic.Duration))
        {
            yield return $"is measured in an empty window ({assertion.Window})";
        }

        if (Relative.Contains(assertion.Metric) != assertion.Baseline is not null)
        {
            yield return assertion.Baseline is null ? "is relative; set a baseline" : "has a baseline, and is not relative";
        }

        if ((assertion.Metric is ScenarioMetric.Events or ScenarioMetric.EventTime) != (assertion.Event is not null))
        {
            yield return assertion.Event is null ? "speaks of an event; set which" : "has an event, and does not speak of one";
        }
        else if (assertion.Event is { } name && !Events.Contains(name, StringComparer.Ordinal))
        {
            yield return $"speaks of an event '{name}'; there are: {string.Join(", ", Events)}";
        }

        if (assertion.Target.Of(scenario.Fleet).IsEmpty)
        {
            yield return $"names nobody: no endpoint is {assertion.Target}";
        }
        else if (assertion.Target != FleetSelector.All && !Targeted.Contains(assertion.Metric))
        {
            yield return "has a target, and is measured of calls";
        }
    }

    private static bool IsShare(double share) => share is > 0 and <= 1;

    private static string? Unseen(string region, Scenario scenario) =>
        scenario.Clients.Any(group => string.Equals(group.Locality.Region, region, StringComparison.Ordinal)) ? null : $"is seen by nobody: no client runs in region '{region}'";

    private static string At(string source, string problem) => source.Length > 0 ? $"{source}: {problem}" : problem;
}
