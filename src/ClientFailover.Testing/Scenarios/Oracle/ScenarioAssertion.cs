namespace ClientFailover.Testing;

/// <summary>One thing that must hold: a measured value within bounds. Immutable.</summary>
public sealed record ScenarioAssertion
{
    /// <summary>What is measured.</summary>
    public required ScenarioMetric Metric { get; init; }

    /// <summary>The least it may be; durations in seconds, shares in 0..1. Null (the default) for no bound.</summary>
    public double? Min { get; init; }

    /// <summary>The most it may be; durations in seconds, shares in 0..1. Null (the default) for no bound.</summary>
    public double? Max { get; init; }

    /// <summary>When it is measured. Default: throughout.</summary>
    public ScenarioWindow Window { get; init; }

    /// <summary>Whom it is measured of, where the metric speaks of a target. Default: all endpoints.</summary>
    public FleetSelector Target { get; init; } = FleetSelector.All;

    /// <summary>Which event is meant, where the metric speaks of one: the name of a type derived from <see cref="FailoverEvent"/>. Default null.</summary>
    public string? Event { get; init; }

    /// <summary>What a ratio is relative to; must be set for one. Default null.</summary>
    public ScenarioWindow? Baseline { get; init; }

    /// <summary>Where it is written, for messages: <c>slow.yaml(31)</c>. Default: empty.</summary>
    public string Source { get; init; } = "";
}
