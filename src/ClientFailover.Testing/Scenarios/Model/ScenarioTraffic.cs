namespace ClientFailover.Testing;

/// <summary>The calls each client makes: evenly spaced, and not held up by those before them.</summary>
public sealed record ScenarioTraffic
{
    /// <summary>Calls per second and client, above zero.</summary>
    public required double CallsPerSecond { get; init; }

    /// <summary>How long calls are begun, from the start of the scenario. Those under way at the end are waited for. Above zero.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The share (0..1) of calls that must not be sent twice (POST); the others are GET. Default 0.</summary>
    public double UnsafeShare { get; init; }

    /// <summary>How long a caller waits before it cancels its call, above zero. A call given up is a caller error. Default null: for ever.</summary>
    public TimeSpan? GiveUpAfter { get; init; }
}
