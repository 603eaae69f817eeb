using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A simulated endpoint as it is before anything happens to it.</summary>
public sealed record FleetEndpoint
{
    /// <summary>Its name in the scenario; no two have the same.</summary>
    public required string Name { get; init; }

    /// <summary>Where it runs.</summary>
    public required Locality Locality { get; init; }

    /// <summary>What its registry says of it besides. Default: nothing.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The time it works on a call. Default 10 ms.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>A call takes longer by a random part of this. Default zero.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How many calls it works on at once, 1 or more; those beyond wait in a queue, in order, even when their caller has given up. Default null: no bound.</summary>
    public int? Capacity { get; init; }
}
