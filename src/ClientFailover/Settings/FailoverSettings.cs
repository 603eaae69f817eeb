using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The validated options of the process, copied into immutable values: what the pools read.</summary>
internal sealed class FailoverSettings
{
    public required Caller Caller { get; init; }

    /// <summary>The policy of a service: its own options over the defaults of all services.</summary>
    public required Func<ServiceName, FailoverPolicy> PolicyOf { get; init; }

    /// <summary>The endpoints configured for a service; null when the configuration does not know it.</summary>
    public required Func<ServiceName, ImmutableArray<Endpoint>?> EndpointsOf { get; init; }

    /// <summary>The resolvers a service names, in order; empty when it leaves the choice to the order of registration.</summary>
    public required Func<ServiceName, ImmutableArray<string>> SourcesOf { get; init; }

    /// <summary>The targets a service names, in order; empty when it names none.</summary>
    public required Func<ServiceName, ImmutableArray<ConfiguredTarget>> TargetsOf { get; init; }

    /// <summary>Where the parts of the caller's locality came from.</summary>
    public LocalityOrigin Origin { get; init; }

    /// <summary>The services the configuration has an entry for, by name.</summary>
    public ImmutableArray<ServiceName> Services { get; init; } = [];

    /// <summary>The policy of a service without an entry.</summary>
    public FailoverPolicy DefaultPolicy { get; init; } = FailoverPolicy.Default;

    /// <summary>Where lists are kept for the next start; null for nowhere.</summary>
    public string? SnapshotDirectory { get; init; }

    /// <summary>How old a kept list may be at a start.</summary>
    public TimeSpan SnapshotMaxAge { get; init; }

    /// <summary>The seed of all chance; null for chance.</summary>
    public ulong? Seed { get; init; }
}
